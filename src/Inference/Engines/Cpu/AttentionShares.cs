using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// The weights of the source's tokens in one step, of every head of every layer, and their mean; idle when a step does not ask for them.
/// </summary>
internal sealed unsafe class AttentionShares(int parts)
{
    private readonly FloatBuffer _weights = new();   // [N, parts, longest]
    private int _longest;

    /// <summary>Whether this step keeps weights.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Makes room where weights are asked for; called before the crew starts.</summary>
    public void Begin(ICpuState state, StepInput input, StepOutput output)
    {
        IsAsked = input.WithAttention && parts > 0;
        if (!IsAsked)
            return;

        output.Attention = new float[state.Rows][];
        _longest = 0;
        for (var row = 0; row < state.Rows; row++)
        {
            output.Attention[row] = new float[state.SourceLength(row)];
            _longest = Math.Max(_longest, state.SourceLength(row));
        }

        _weights.Reserve(checked(state.Rows * parts * _longest));
    }

    /// <summary>Keeps one head's weights of a row's source tokens; each part of each row is kept once.</summary>
    public void Keep(int row, int part, float* weights, int positions)
    {
        if (IsAsked)
            new ReadOnlySpan<float>(weights, positions).CopyTo(new Span<float>(PartOf(row, part), positions));
    }

    /// <summary>The mean of each row's parts, in their order, so that it does not depend on who computed which; it sums to 1.</summary>
    public void Give(CrewMember me, ICpuState state, StepOutput output)
    {
        if (!IsAsked)
            return;

        foreach (var row in me.Each(state.Rows))
            Average(row, output.Attention[row]);
    }

    private void Average(int row, Span<float> mean)
    {
        double total = 0;
        for (var s = 0; s < mean.Length; s++)
        {
            var sum = 0f;
            for (var part = 0; part < parts; part++)
                sum += PartOf(row, part)[s];

            mean[s] = sum;
            total += sum;
        }

        for (var s = 0; s < mean.Length; s++)
            mean[s] = (float)(mean[s] / total);
    }

    private float* PartOf(int row, int part) => _weights.Start + ((((nint)row * parts) + part) * _longest);
}
