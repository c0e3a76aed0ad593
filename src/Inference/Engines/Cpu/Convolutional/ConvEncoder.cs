using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Transformer;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>Layers of gated convolutions over the source (Gehring et al., 2017); outputs are as wide as embeddings, E = D.</summary>
internal sealed unsafe class ConvEncoder : ICpuEncoder
{
    private readonly ModelConfig _config;
    private readonly KernelSet _kernels;
    private readonly Embedding _embedding;
    private readonly Linear _input;
    private readonly GatedConvolution[] _layers;
    private readonly Linear _output;
    private readonly ConvEncoderRoom _room;

    public ConvEncoder(ModelConfig config, WeightReader reader)
    {
        var (width, channels, kernel) = (config.Width, config.EncoderHidden, config.EncoderKernel);
        _config = config;
        _kernels = reader.Kernels;
        _embedding = Embedding.ReadUnscaled(config, reader, "encoder");
        _input = reader.Linear("model.encoder.input", channels, width);
        _layers = [.. Enumerable.Range(0, config.EncoderLayers).Select(layer =>
            new GatedConvolution(reader, $"model.encoder.layers.{layer}.conv", channels, kernel))];
        _output = reader.Linear("model.encoder.output", width, channels);
        _room = new ConvEncoderRoom(width, channels, kernel);
    }

    public Rows Hidden => _room.Outputs;

    /// <summary>(z + embedding) · √½: what a token says itself, beside what its surroundings make of it.</summary>
    public Rows Values => _room.Embedded;

    public void Reserve(PackedSources sources) => _room.Reserve(sources.Tokens);

    public void Encode(CrewMember me, PackedSources sources)
    {
        var tokens = sources.Tokens;
        _embedding.Write(me, sources.Part(0..tokens), _room.Embedded);       // [N, D]
        _input.Apply(me, _room.Embedded, tokens, _room.Stream);              // [N, H]
        foreach (var layer in _layers)
            Apply(me, layer, sources);

        _output.Apply(me, _room.Stream, tokens, _room.Outputs);              // [N, D]
        foreach (var row in me.Each(tokens))
            _kernels.AddScale(_room.Embedded[row], _room.Outputs[row], GatedConvolution.SumScale, _config.Width, _room.Embedded[row]);
    }

    /// <summary>The output at the last token, which is the end of the sentence.</summary>
    public void CopyLast(PackedSources sources, int sentence, float* last)
    {
        var end = Hidden[sources.Start(sentence) + sources.Length(sentence) - 1];
        new ReadOnlySpan<float>(end, _config.Width).CopyTo(new Span<float>(last, _config.Width));
    }

    /// <summary>x = (x + gated convolution of x) · √½.</summary>
    private void Apply(CrewMember me, GatedConvolution layer, PackedSources sources)
    {
        var (tokens, channels) = (sources.Tokens, _config.EncoderHidden);
        foreach (var sentence in me.Each(sources.Sentences))
            Gather(_room.Stream.From(sources.Start(sentence)), sources.Length(sentence), _room.Windows.From(sources.Start(sentence)));

        layer.Multiply(me, _room.Windows, tokens, _room.Wide);               // [N, 2H]
        foreach (var row in me.Each(tokens))
        {
            layer.Gate(_room.Wide[row], _room.Wide[row]);
            _kernels.AddScale(_room.Stream[row], _room.Wide[row], GatedConvolution.SumScale, channels, _room.Stream[row]);
        }
    }

    /// <summary>What each token of one sentence sees, [S, k·H]: itself in the middle, and zeros beyond both ends.</summary>
    private void Gather(Rows stream, int positions, Rows windows)
    {
        var (kernel, channels) = (_config.EncoderKernel, _config.EncoderHidden);
        for (var s = 0; s < positions; s++)
        {
            for (var k = 0; k < kernel; k++)
            {
                var seen = s + k - (kernel / 2);
                var place = new Span<float>(windows[s] + ((nint)k * channels), channels);
                if (seen >= 0 && seen < positions)
                    new ReadOnlySpan<float>(stream[seen], channels).CopyTo(place);
                else
                    place.Clear();
            }
        }
    }
}
