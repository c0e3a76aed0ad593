using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Transformer;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.LanguageModels;

/// <summary>The one stack that reads sources and targets. Its buffers hold one pass at a time.</summary>
internal sealed unsafe class PrefixStack
{
    private readonly CpuRuntime _runtime;
    private readonly Embedding _embedding;
    private readonly PrefixLayer[] _layers;
    private readonly NormWeights? _finalNorm;
    private readonly Workspace _room;
    private readonly int _heads;

    public PrefixStack(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        var shape = StackShape.Of(config, config.DecoderHeads, runtime.Kernels);
        _runtime = runtime;
        _heads = shape.Heads;
        _embedding = Embedding.Read(config, reader, "decoder");
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer =>
            new PrefixLayer(reader, layer, config.DecoderFeedForward, shape, runtime))];
        _finalNorm = shape.FinalNorm(reader, "model.decoder.layer_norm");
        _room = new Workspace(config.Width, Math.Max(3 * config.Width, config.DecoderFeedForward));
    }

    /// <summary>Makes room for a pass; called before the crew starts.</summary>
    public void Reserve(PrefixPass pass)
    {
        _room.Reserve(pass.Count);
        _runtime.ReserveScratch(QueryGroup.Scores(_heads, pass.MostSeen));
    }

    /// <summary>Begins one token of a pass.</summary>
    public void Embed(PrefixToken token, int id, int index) => _embedding.Write(id, token.Place, _room.Stream[index]);   // [D]

    /// <summary>Fills the slots of a pass; what the highest layer would make of its tokens nobody reads.</summary>
    public void Read(CrewMember me, PrefixPass pass, Rows slots)
    {
        foreach (var layer in _layers.AsSpan(..^1))
            layer.Apply(me, pass, slots, _room, trace: null);                // [N, D]

        _layers[^1].Remember(me, pass, slots, _room);
    }

    /// <summary>Fills the slots of a pass and gives what the stack makes of its tokens, [N, D].</summary>
    public Rows Advance(CrewMember me, PrefixPass pass, Rows slots, AttentionTrace trace)
    {
        foreach (var layer in _layers)
            layer.Apply(me, pass, slots, _room, trace);                      // [N, D]

        if (_finalNorm is null)
            return _room.Stream;

        foreach (var row in me.Each(pass.Count))
            _runtime.Kernels.Normalize(_room.Stream[row], _finalNorm, _room.Stream[row]);
        return _room.Stream;
    }
}
