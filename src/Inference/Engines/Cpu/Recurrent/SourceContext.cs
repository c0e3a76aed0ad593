using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Sums each source up in one vector c, [B, E]: its last state, a learned weighted sum of all, or a learned transform of all.</summary>
internal sealed unsafe class SourceContext
{
    private const string Name = "model.decoder.context";

    private readonly CpuRuntime _runtime;
    private readonly int _width;
    private readonly Linear? _score;
    private readonly Linear? _inner;
    private readonly Linear? _outer;
    private readonly FloatBuffer _tokens = new();
    private readonly FloatBuffer _means = new();
    private readonly FloatBuffer _contexts = new();

    public SourceContext(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        _runtime = runtime;
        _width = config.EncoderOutputs;
        if (config.Context == ContextKind.WeightedSum)
            _score = reader.Product($"{Name}.score", 1, _width);
        else if (config.Context == ContextKind.Transform)
        {
            _inner = reader.Linear($"{Name}.inner", _width, _width, Activation.Tanh);
            _outer = reader.Linear($"{Name}.outer", _width, _width, Activation.Tanh);
        }
    }

    /// <summary>By sentence, [B, E].</summary>
    public Rows Contexts => new(_contexts.Start, _width);

    public void Reserve(PackedSources sources)
    {
        _runtime.ReserveScratch(sources.Longest);
        _tokens.Reserve(sources.Tokens, _width);
        _means.Reserve(sources.Sentences, _width);
        _contexts.Reserve(sources.Sentences, _width);
    }

    public void Compute(CrewMember me, PackedSources sources, ICpuEncoder encoder)
    {
        if (_score is not null)
            WeightedSum(me, sources, encoder, _score);
        else if (_inner is not null)
            Transform(me, sources, encoder, _inner);
        else
        {
            foreach (var sentence in me.Each(sources.Sentences))
                encoder.CopyLast(sources, sentence, Contexts[sentence]);
        }
    }

    /// <summary>c = Σ_s softmax(v · h)_s h_s.</summary>
    private void WeightedSum(CrewMember me, PackedSources sources, ICpuEncoder encoder, Linear score)
    {
        score.Apply(me, encoder.Hidden, sources.Tokens, new Rows(_tokens.Start, 1));         // [N, 1]
        foreach (var sentence in me.Each(sources.Sentences))
        {
            var (start, length) = (sources.Start(sentence), sources.Length(sentence));
            _runtime.Kernels.Softmax(_tokens.Start + start, length);
            _runtime.Kernels.Mix(_tokens.Start + start, length, encoder.Hidden.From(start), _width, Contexts[sentence]);
        }
    }

    /// <summary>c = tanh(W₂ · mean_s tanh(W₁ h_s + b₁) + b₂).</summary>
    private void Transform(CrewMember me, PackedSources sources, ICpuEncoder encoder, Linear inner)
    {
        var tokens = new Rows(_tokens.Start, _width);
        var means = new Rows(_means.Start, _width);
        inner.Apply(me, encoder.Hidden, sources.Tokens, tokens);                             // [N, E]
        foreach (var sentence in me.Each(sources.Sentences))
        {
            var length = sources.Length(sentence);
            var shares = _runtime.Scratch(me);
            new Span<float>(shares, length).Fill(1f / length);
            _runtime.Kernels.Mix(shares, length, tokens.From(sources.Start(sentence)), _width, means[sentence]);
        }

        _outer!.Apply(me, means, sources.Sentences, Contexts);                               // [B, E]
    }
}
