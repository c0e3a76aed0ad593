using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Caches;
using Seq2SeqService.Inference.Engines.Cpu.Output;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// Inference on the processor in managed code alone. A sentence's results are bit-identical alone, in any batch, and with any number
/// of threads.
/// </summary>
public sealed class CpuEngine : IEngine
{
    private readonly ModelConfig _config;
    private readonly SharedWeights _weights;
    private readonly CpuEngineOptions _options;
    private readonly CpuRuntime _runtime;
    private readonly ICpuNetwork _network;

    /// <summary>Packs the weights; a missing tensor, a wrong shape or an impossible configuration is a <see cref="CheckpointException"/>.</summary>
    public CpuEngine(ModelConfig config, ModelWeights weights, CpuEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);

        ConfigGuard.Check(config);
        (_config, _options, _weights) = (config, options, new SharedWeights(weights, options.Precision));
        _runtime = new CpuRuntime(options);
        _network = Build();
        _weights.Complete();
    }

    private CpuEngine(CpuEngine twin)
    {
        (_config, _options, _weights) = (twin._config, twin._options, twin._weights);
        _runtime = new CpuRuntime(_options);
        _network = Build();
    }

    public string Name => (_options.Precision == CpuPrecision.Int8 ? "cpu-int8" : "cpu-fp32") + (_options.Shortlist is null ? "" : "-shortlist");

    /// <summary>Where source and target stand in one sequence, each may take half of its positions.</summary>
    public int MaxPositions => _config.ModelType == ModelConfig.DecoderOnly ? _config.MaxPositions / 2 : _config.MaxPositions;

    public bool HasAttention => _config.HasAttention;

    public bool HasAlignmentHeads => _config.HasAttention;

    public bool IsBatchInvariant => true;

    /// <summary>By the model's size and the machine's caches; only Transformer decoders were measured.</summary>
    public int EnoughRows => _config is { DecoderKind: LayerKind.Transformer, ModelType: not ModelConfig.DecoderOnly }
        ? StepFootprint.Of(_config, _options.Precision).EnoughRows(CacheSizes.OfMachine, _options.CrewSize)
        : StepFootprint.ManyRows;

    /// <summary>Another engine over the same weights, with threads and buffers of its own.</summary>
    public CpuEngine Replicate() => new(this);

    IEngine? IEngine.Replicate() => Replicate();

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i].Length == 0 || sources[i].Length > MaxPositions)
                throw new ArgumentException($"Source {i} has {sources[i].Length} tokens; 1 to {MaxPositions} are possible.", nameof(sources));

            foreach (var token in sources[i])
                StepGuard.CheckToken(token, _config.VocabularySize);
        }

        var state = _network.Encode(sources);
        GC.KeepAlive(this);
        return state;
    }

    public void Dispose() => _runtime.Dispose();

    private ICpuNetwork Build()
    {
        try
        {
            return CpuNetworks.Create(_config, _weights, _runtime, _options.Shortlist);
        }
        catch
        {
            _runtime.Dispose();
            throw;
        }
    }
}
