using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Inference.Engines.Torch;

/// <summary>The networks themselves as an engine, through libtorch: for the GPU, for validation while training, and as the CPU engine's reference.</summary>
public sealed class TorchEngine : IEngine
{
    private readonly Seq2SeqNetwork _network;
    private readonly Device _device;

    /// <summary>A missing tensor, a wrong shape or an impossible configuration is a <see cref="CheckpointException"/>.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    public TorchEngine(ModelConfig config, ModelWeights weights, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        ConfigGuard.Check(config);
        _device = new Device(device);
        _network = NetworkFactory.Create(config);
        try
        {
            NetworkWeights.Load(_network, weights);
            _network.to(_device);
        }
        catch
        {
            _network.Dispose();
            throw;
        }

        _network.eval();
    }

    public string Name => $"torch-{_device}";

    /// <summary>A prefix language model has one sequence for both sides: each gets half.</summary>
    public int MaxPositions => _network.Config.MaxPositions / (_network.Config.ModelType == ModelConfig.DecoderOnly ? 2 : 1);

    public bool HasAttention => _network.Config.HasAttention;

    public bool PadsSources => true;

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var longest = sources.Max(source => source.Length);
        var ids = new long[sources.Count * longest];
        Array.Fill(ids, _network.Config.PadId);
        for (var row = 0; row < sources.Count; row++)
        {
            for (var i = 0; i < sources[row].Length; i++)
                ids[(row * longest) + i] = sources[row][i];
        }

        var source = tensor(ids, [sources.Count, longest], device: _device);               // [N,S]
        var encoded = _network.Encode(source, [.. sources.Select(s => (long)s.Length)]);
        return new TorchDecodingState(_network, _device, _network.Start(encoded), [.. sources.Select(s => s.Length)]);
    }

    public void Dispose() => _network.Dispose();
}
