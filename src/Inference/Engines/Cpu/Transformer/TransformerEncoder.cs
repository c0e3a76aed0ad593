using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>The encoder stack; its outputs are as wide as its layers, E = D.</summary>
internal sealed unsafe class TransformerEncoder : ICpuEncoder
{
    private readonly CpuRuntime _runtime;
    private readonly StackShape _shape;
    private readonly Embedding _embedding;
    private readonly EncoderLayer[] _layers;
    private readonly Workspace _room;
    private readonly ResidualStream _stream;

    public TransformerEncoder(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        _runtime = runtime;
        _shape = StackShape.Of(config, config.EncoderHeads, runtime.Kernels);
        _embedding = Embedding.Read(config, reader, "encoder");
        _layers = [.. Enumerable.Range(0, config.EncoderLayers).Select(layer =>
            new EncoderLayer(reader, $"model.encoder.layers.{layer}", config.EncoderFeedForward, _shape, runtime))];
        _room = new Workspace(config.Width, Math.Max(3 * config.Width, config.EncoderFeedForward));
        _stream = new ResidualStream(runtime.Kernels, _layers, _shape.FinalNorm(reader, "model.encoder.layer_norm"), _room);
    }

    public Rows Hidden => _room.Stream;

    public Rows Values => _room.Stream;

    public void Reserve(PackedSources sources)
    {
        _room.Reserve(sources.Tokens);
        _runtime.ReserveScratch(EncoderLayer.ScratchFloats(sources.Longest, _shape));
    }

    public void Encode(CrewMember me, PackedSources sources)
    {
        foreach (var portion in me.Portions(sources.Tokens, sources.FewestTokens))
            Encode(portion.Member, sources.Part(portion.Items));
    }

    /// <summary>The output at the last token, which is the end of the sentence.</summary>
    public void CopyLast(PackedSources sources, int sentence, float* last)
    {
        var end = Hidden[sources.Start(sentence) + sources.Length(sentence) - 1];
        new ReadOnlySpan<float>(end, _shape.Width).CopyTo(new Span<float>(last, _shape.Width));
    }

    private void Encode(CrewMember me, SourcePart part)
    {
        _embedding.Write(me, part, _room.Stream);   // [N, D]
        foreach (var row in me.Each(part.Tokens))
            _stream.Begin(row);

        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Apply(me, part, _room);  // [N, D]
            foreach (var row in me.Each(part.Tokens))
                _stream.PassOn(layer, row);
        }
    }
}
