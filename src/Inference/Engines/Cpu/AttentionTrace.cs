using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// Collects the weights of the source's tokens in one step over heads and layers, and gives their mean or what single heads say; idle when a
/// step asks for neither.
/// </summary>
internal sealed unsafe class AttentionTrace(int parts)
{
    private readonly FloatBuffer _weights = new();   // [N, parts, longest]
    private int _longest;
    private bool _isAsked;
    private AlignmentHeads? _heads;

    /// <summary>Makes room where weights are asked for; called before the crew starts.</summary>
    public void Begin(ICpuState state, StepInput input, StepOutput output)
    {
        _heads = parts > 0 ? input.AlignmentHeads : null;
        _isAsked = (input.WithAttention && parts > 0) || _heads is not null;
        if (!_isAsked)
            return;

        Check(_heads?.Own);
        Check(_heads?.Next);
        output.Attention = new float[input.WithAttention ? state.Rows : 0][];
        output.Alignment = new float[_heads is null ? 0 : state.Rows][];
        _longest = 0;
        for (var row = 0; row < state.Rows; row++)
        {
            if (input.WithAttention)
                output.Attention[row] = new float[state.SourceLength(row)];
            if (_heads is not null)
                output.Alignment[row] = new float[2 * state.SourceLength(row)];
            _longest = Math.Max(_longest, state.SourceLength(row));
        }

        _weights.Reserve(checked(state.Rows * parts * _longest));
    }

    /// <summary>Keeps one head's weights of a row's source tokens; each part of each row is kept once.</summary>
    public void Add(int row, int part, float* weights, int positions)
    {
        if (_isAsked)
            new ReadOnlySpan<float>(weights, positions).CopyTo(new Span<float>(PartOf(row, part), positions));
    }

    /// <summary>The mean of each row's parts, summed in their order, so that it does not depend on who computed which; it is scaled to sum 1.</summary>
    public void Mean(CrewMember me, ICpuState state, StepOutput output)
    {
        if (!_isAsked)
            return;

        foreach (var row in me.Each(state.Rows))
        {
            if (output.Attention.Length > 0)
                Average(row, output.Attention[row]);
            if (_heads is { } heads)
                Align(row, heads, output.Alignment[row]);
        }
    }

    private void Check(IReadOnlyList<int>? heads)
    {
        for (var i = 0; i < heads?.Count; i++)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)heads[i], (uint)parts, nameof(heads));
    }

    private void Align(int row, AlignmentHeads heads, Span<float> means)
    {
        var half = means.Length / 2;
        Add(row, heads.Own, means[..half]);
        Add(row, heads.Next, means[half..]);
    }

    private void Add(int row, IReadOnlyList<int> heads, Span<float> means)
    {
        for (var i = 0; i < heads.Count; i++)
        {
            var weights = PartOf(row, heads[i]);
            for (var s = 0; s < means.Length; s++)
                means[s] += weights[s] / heads.Count;
        }
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
