using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// One direction of one encoder layer. Sentences are ordered by length, the longest first, so that those still running are always
/// the first rows: nothing is computed for padding, and the backward direction starts at each sentence's own last token.
/// </summary>
internal sealed unsafe class EncoderDirection(GruLayer gru, int hidden, bool backward, KernelSet kernels)
{
    private readonly FloatBuffer _fromInput = new();
    private readonly FloatBuffer _fromState = new();
    private readonly FloatBuffer _states = new();

    /// <summary>The states of the sentences, by length, [B, H]; behind the last step those that each ended with.</summary>
    public Rows States => new(_states.Start, hidden);

    public void Reserve(int tokens, int sentences)
    {
        _fromInput.Reserve(tokens * 3 * hidden);
        _fromState.Reserve(sentences * 3 * hidden);
        _states.Reserve(sentences * hidden);
    }

    /// <summary>The products of all inputs at once, and zeros as first states.</summary>
    public void Begin(CrewMember me, Rows inputs, int tokens, int sentences)
    {
        gru.Input.Apply(me, inputs, tokens, FromInput);                      // [N, 3H]
        foreach (var row in me.Each(sentences))
            new Span<float>(States[row], hidden).Clear();
    }

    /// <summary>The product of the running states.</summary>
    public void Multiply(CrewMember me, int running) => gru.State.Apply(me, States, running, FromState);   // [B, 3H]

    /// <summary>Step t of a sentence: the new state, also written to the output of its token.</summary>
    public void Advance(int row, int t, PackedSources sources, int sentence, Rows outputs)
    {
        var token = sources.Start(sentence) + (backward ? sources.Length(sentence) - 1 - t : t);
        kernels.Gate(FromInput[token], FromState[row], States[row], hidden);
        new ReadOnlySpan<float>(States[row], hidden).CopyTo(new Span<float>(outputs[token] + (backward ? hidden : 0), hidden));
    }

    private Rows FromInput => new(_fromInput.Start, 3 * hidden);

    private Rows FromState => new(_fromState.Start, 3 * hidden);
}
