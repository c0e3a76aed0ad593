using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>
/// The time that a workload would take if every product and every attention ran at a limit of the machine: its bytes at the bandwidth of
/// reading all weights of a step, or its operations at the peak of its precision, whichever takes longer (Williams et al., 2009). Norms,
/// softmax, embeddings, quantisation and the choice of tokens are free. Known for Transformers with an encoder.
/// </summary>
internal sealed class Roofline
{
    private readonly ModelConfig _config;
    private readonly Workload _work;
    private readonly int _weightBytes;
    private readonly List<Cost> _costs = [];

    /// <param name="weightBytes">Bytes of a weight: 4 in fp32, 1 in int8.</param>
    public Roofline(ModelConfig config, Workload work, int weightBytes)
    {
        (_config, _work, _weightBytes) = (config, work, weightBytes);
        AddEncoder();
        for (var step = 1; step <= work.OutputTokens; step++)
            AddStep(step);

        StepWeightBytes = Products(1).Sum(product => product.Count * (long)product.Bytes);
    }

    /// <summary>Bytes of all weights that a decoder step reads: the working set that the bandwidth is measured for.</summary>
    public long StepWeightBytes { get; }

    public static bool Covers(ModelConfig config) => config.ModelType == ModelConfig.Marian;

    public double Seconds(Limits limits) => _costs.Sum(cost => cost.Count * Math.Max(
        cost.Bytes / limits.BytesPerSecond,
        cost.Operations / (cost.IsProduct && _weightBytes == 1 ? limits.Int8PerSecond : limits.FloatPerSecond)));

    private void AddEncoder()
    {
        var (d, tokens, s) = (_config.Width, _work.Batch * _work.SourceTokens, _work.SourceTokens);
        Add(_config.EncoderLayers, Product(tokens, 3 * d, d), Product(tokens, d, d));
        Add(_config.EncoderLayers, Product(tokens, _config.EncoderFeedForward, d), Product(tokens, d, _config.EncoderFeedForward));
        Add(_config.EncoderLayers, Attention(tokens, s, _work.Batch));
        Add(_config.DecoderLayers, Product(tokens, 2 * d, _config.EncoderOutputs));   // what the decoder remembers of the source
    }

    private void AddStep(int step)
    {
        var rows = _work.Batch * (step == 1 ? 1 : _work.Beam);
        _costs.AddRange(Products(rows));
        Add(_config.DecoderLayers, Attention(rows, step, rows), Attention(rows, _work.SourceTokens, _work.Batch));
    }

    private IEnumerable<Cost> Products(int rows)
    {
        var (d, f) = (_config.Width, _config.DecoderFeedForward);
        foreach (var (outputs, inputs) in ((int, int)[])[(3 * d, d), (d, d), (d, d), (d, d), (f, d), (d, f)])
            yield return Product(rows, outputs, inputs) with { Count = _config.DecoderLayers };
        yield return Product(rows, _config.VocabularySize, d);
    }

    private Cost Product(int rows, int outputs, int inputs) =>
        new(2.0 * rows * outputs * inputs, (double)_weightBytes * outputs * inputs, IsProduct: true);

    /// <summary>Every query is multiplied with keys and then mixes values, in fp32; each memory is read once in a step, whatever the beam.</summary>
    private Cost Attention(int queries, int positions, int memories) =>
        new(4.0 * queries * positions * _config.Width, 2.0 * sizeof(float) * memories * positions * _config.Width, IsProduct: false);

    private void Add(int times, params ReadOnlySpan<Cost> costs)
    {
        foreach (var cost in costs)
            _costs.Add(cost with { Count = times * cost.Count });
    }

    private readonly record struct Cost(double Operations, double Bytes, bool IsProduct, int Count = 1);
}

/// <summary>What the machine was measured to do, all threads together.</summary>
internal readonly record struct Limits(double FloatPerSecond, double Int8PerSecond, double BytesPerSecond);
