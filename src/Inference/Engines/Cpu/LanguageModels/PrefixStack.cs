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
    private readonly Workspace _room;
    private readonly ResidualStream _stream;
    private readonly int _heads;

    public PrefixStack(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        var shape = StackShape.Of(config, config.DecoderHeads, runtime.Kernels);
        _runtime = runtime;
        _heads = shape.Heads;
        _embedding = Embedding.Read(config, reader, "decoder");
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer =>
            new PrefixLayer(reader, layer, config.DecoderFeedForward, shape, runtime))];
        _room = new Workspace(config.Width, Math.Max(3 * config.Width, config.DecoderFeedForward));
        _stream = new ResidualStream(runtime.Kernels, _layers, shape.FinalNorm(reader, "model.decoder.layer_norm"), _room);
    }

    /// <summary>Makes room for a pass; called before the crew starts.</summary>
    public void Reserve(PrefixPass pass)
    {
        _room.Reserve(pass.Count);
        _runtime.ReserveScratch(QueryGroup.Scores(_heads, pass.MostSeen));
    }

    /// <summary>Begins one token of a pass.</summary>
    public void Embed(PrefixToken token, int id, int index)
    {
        _embedding.Write(id, token.Place, _room.Stream[index]);              // [D]
        _stream.Begin(index);
    }

    /// <summary>Fills the slots of a pass; what the highest layer would make of its tokens nobody reads.</summary>
    public void Read(CrewMember me, PrefixPass pass, Rows slots)
    {
        for (var layer = 0; layer < _layers.Length - 1; layer++)
            Apply(me, layer, pass, slots, trace: null);                      // [N, D]

        _layers[^1].Remember(me, pass, slots, _room);
    }

    /// <summary>Fills the slots of a pass and gives what the stack makes of its tokens, [N, D].</summary>
    public Rows Advance(CrewMember me, PrefixPass pass, Rows slots, AttentionTrace trace)
    {
        for (var layer = 0; layer < _layers.Length; layer++)
            Apply(me, layer, pass, slots, trace);                            // [N, D]

        return _room.Stream;
    }

    private void Apply(CrewMember me, int layer, PrefixPass pass, Rows slots, AttentionTrace? trace)
    {
        _layers[layer].Apply(me, pass, slots, _room, trace);
        foreach (var row in me.Each(pass.Count))
            _stream.PassOn(layer, row);
    }
}
