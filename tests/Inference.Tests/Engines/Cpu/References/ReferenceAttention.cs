using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>The attentions of recurrent decoders, each by its formula.</summary>
internal sealed class ReferenceAttention(ModelConfig config, ModelWeights weights)
{
    private const string Name = "model.decoder.attention";

    /// <summary>What is found, and the weights of the source's tokens (their mean over heads).</summary>
    public (double[] Found, double[] Shares) Attend(double[] state, ReferenceSource source)
    {
        if (config.Attention is AttentionKind.ScaledDot or AttentionKind.MultiHead)
            return AttendByHeads(state, source, config.Attention == AttentionKind.MultiHead ? config.DecoderHeads : 1);

        var shares = Softmax([.. source.Hidden.Select(h => Score(state, h))]);
        return (Mix(shares, source.Hidden), shares);
    }

    private double Score(double[] state, double[] h) => config.Attention switch
    {
        AttentionKind.Dot => Dot(state, h),
        AttentionKind.General => Dot(state, Linear(Matrix("key"), null, h)),
        AttentionKind.Concat => Dot(V, Map(Add(Linear(Matrix("query"), null, state), Linear(Matrix("key"), null, h)), Math.Tanh)),
        _ => Dot(V, Map(Add(Linear(Matrix("query"), null, state), Linear(weights, $"{Name}.key", h)), Math.Tanh)),
    };

    private (double[] Found, double[] Shares) AttendByHeads(double[] state, ReferenceSource source, int heads)
    {
        var k = config.DecoderHidden / heads;
        var query = Linear(weights, $"{Name}.query", state);
        var keys = source.Hidden.Select(h => Linear(weights, $"{Name}.key", h)).ToArray();
        var values = source.Hidden.Select(h => Linear(weights, $"{Name}.value", h)).ToArray();
        var shares = Enumerable.Range(0, heads)
            .Select(head => Softmax([.. keys.Select(key => Dot(Head(query, head), Head(key, head)) / Math.Sqrt(k))])).ToArray();
        var joined = Enumerable.Range(0, heads).SelectMany(head => Mix(shares[head], [.. values.Select(value => Head(value, head))]));
        return (Linear(weights, $"{Name}.output", [.. joined]), Mean(shares));

        double[] Head(double[] vector, int head) => vector[(head * k)..((head + 1) * k)];
    }

    private double[] V => Row(Matrix("score"), 0, config.DecoderHidden);

    private float[] Matrix(string part) => weights.Find($"{Name}.{part}.weight").Values;
}
