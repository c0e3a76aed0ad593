using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// One direction of one encoder layer. Sentences are ordered by length, the longest first, so that those still running are always
/// the first rows: nothing is computed for padding, and reading backward starts at each sentence's own last token.
/// </summary>
/// <param name="fromEnd">Whether sentences are read from their end to their beginning.</param>
/// <param name="column">The column of the layer's outputs where this direction's states stand.</param>
internal sealed unsafe class EncoderDirection(RecurrentCell cell, int hidden, bool fromEnd, int column)
{
    private readonly FloatBuffer _fromInput = new();
    private readonly FloatBuffer _fromState = new();
    private readonly FloatBuffer _states = new();
    private readonly FloatBuffer _cells = new();

    public void Reserve(int tokens, int sentences)
    {
        _fromInput.Reserve(tokens, cell.Input.Outputs);
        _fromState.Reserve(sentences, cell.State.Outputs);
        _states.Reserve(sentences, hidden);
        _cells.Reserve(sentences, cell.CellWidth);
    }

    /// <summary>The products of all inputs at once, and zeros as first states.</summary>
    public void Begin(CrewMember me, Rows inputs, int tokens, int sentences)
    {
        cell.Input.Apply(me, inputs, tokens, FromInput);                     // [N, G·H]
        foreach (var row in me.Each(sentences))
        {
            new Span<float>(States[row], hidden).Clear();
            new Span<float>(Cells[row], cell.CellWidth).Clear();
        }
    }

    /// <summary>The product of the running states.</summary>
    public void Multiply(CrewMember me, int running) => cell.State.Apply(me, States, running, FromState);   // [B, G·H]

    /// <summary>Step t of a sentence: the new state, also written to the output of its token.</summary>
    public void Advance(int row, int t, PackedSources sources, int sentence, Rows outputs)
    {
        var token = sources.Start(sentence) + (fromEnd ? sources.Length(sentence) - 1 - t : t);
        cell.Advance(FromInput[token], FromState[row], States[row], Cells[row]);
        new ReadOnlySpan<float>(States[row], hidden).CopyTo(new Span<float>(outputs[token] + column, hidden));
    }

    /// <summary>The state behind a sentence's last step, [H], out of the layer's outputs.</summary>
    public void CopyLast(PackedSources sources, int sentence, Rows outputs, float* last)
    {
        var token = sources.Start(sentence) + (fromEnd ? 0 : sources.Length(sentence) - 1);
        new ReadOnlySpan<float>(outputs[token] + column, hidden).CopyTo(new Span<float>(last + column, hidden));
    }

    /// <summary>Copies the hidden state that a row ended with, [H]; returns the place behind it.</summary>
    public float* CopyHidden(int row, float* to) => Copy(States[row], hidden, to);

    /// <summary>Copies the cell that a row ended with, [H], where there is one; returns the place behind it.</summary>
    public float* CopyCell(int row, float* to) => Copy(Cells[row], cell.CellWidth, to);

    private static float* Copy(float* from, int count, float* to)
    {
        new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
        return to + count;
    }

    /// <summary>The states of the sentences, by length, [B, H].</summary>
    private Rows States => new(_states.Start, hidden);

    private Rows Cells => new(_cells.Start, cell.CellWidth);

    private Rows FromInput => new(_fromInput.Start, cell.Input.Outputs);

    private Rows FromState => new(_fromState.Start, cell.State.Outputs);
}
