using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>The Transformer of Vaswani et al. (2017) with MarianMT's conventions: either side, or one stack over source and target.</summary>
internal sealed class ReferenceTransformer(ModelConfig config, ModelWeights weights) : IReferenceEncoder, IReferenceDecoder, IReferenceModel
{
    public ReferenceSource Encode(int[] source)
    {
        var x = Embed("encoder", source);
        for (var i = 0; i < config.EncoderLayers; i++)
        {
            var layer = $"model.encoder.layers.{i}";
            x = Sublayer(x, $"{layer}.self_attn_layer_norm", y => Attend($"{layer}.self_attn", y, new(y), config.EncoderHeads));
            x = Sublayer(x, $"{layer}.final_layer_norm", y => FeedForward(layer, y));
        }

        x = Final("encoder", x);
        return new ReferenceSource(x, x, x[^1]);
    }

    public ReferenceStep[] Decode(ReferenceSource source, int[] target)
    {
        var x = Embed("decoder", target);
        var shares = target.Select(_ => new List<double[]>()).ToArray();
        for (var i = 0; i < config.DecoderLayers; i++)
        {
            var layer = $"model.decoder.layers.{i}";
            x = Sublayer(x, $"{layer}.self_attn_layer_norm", y => Attend($"{layer}.self_attn", y, new(y, t => t + 1), config.DecoderHeads));
            x = Sublayer(x, $"{layer}.encoder_attn_layer_norm", y => Attend($"{layer}.encoder_attn", y, new(source.Hidden), config.DecoderHeads, shares));
            x = Sublayer(x, $"{layer}.final_layer_norm", y => FeedForward(layer, y));
        }

        x = Final("decoder", x);
        return [.. x.Select((row, t) => new ReferenceStep(LogSoftmax(Scores(config, weights, row)), Mean(shares[t])))];
    }

    /// <summary>A prefix language model: one sequence, in which the source's tokens see the source and the target's all before them.</summary>
    public ReferenceStep[] Decode(int[] source, int[] target)
    {
        var x = Embed("decoder", [.. source, .. target]);
        var shares = x.Select(_ => new List<double[]>()).ToArray();
        for (var i = 0; i < config.DecoderLayers; i++)
        {
            var layer = $"model.decoder.layers.{i}";
            x = Sublayer(x, $"{layer}.self_attn_layer_norm", y => Attend($"{layer}.self_attn", y, new(y, Seen), config.DecoderHeads, shares));
            x = Sublayer(x, $"{layer}.final_layer_norm", y => FeedForward(layer, y));
        }

        x = Final("decoder", x);
        return [.. Enumerable.Range(source.Length, target.Length).Select(t =>
        {
            var onSource = Mean(shares[t])[..source.Length];
            return new ReferenceStep(LogSoftmax(Scores(config, weights, x[t])), Map(onSource, share => share / onSource.Sum()));
        })];

        int Seen(int t) => t < source.Length && config.BidirectionalSource ? source.Length : t + 1;
    }

    private double[][] Embed(string side, int[] tokens)
    {
        var scale = config.ScaleEmbedding ? Math.Sqrt(config.Width) : 1;
        return [.. tokens.Select((token, p) => Add(Map(Row(Tokens(config, weights, side), token, config.Width), value => value * scale), Position(side, p)))];
    }

    private double[] Position(string side, int p)
    {
        var name = $"model.{side}.embed_positions.weight";
        if (weights.Contains(name))
            return Row(weights.Find(name).Values, p, config.Width);

        var half = config.Width / 2;
        return [.. Enumerable.Range(0, config.Width).Select(i =>
        {
            var angle = p / Math.Pow(10000, 2.0 * (i % half) / config.Width);
            return i < half ? Math.Sin(angle) : Math.Cos(angle);
        })];
    }

    private double[][] Sublayer(double[][] x, string norm, Func<double[][], double[][]> function)
    {
        if (config.NormalizeBefore)
            return [.. x.Zip(function([.. x.Select(row => Normalize(weights, norm, row, config.NormEpsilon))]), Add)];

        return [.. x.Zip(function(x), (row, change) => Normalize(weights, norm, Add(row, change), config.NormEpsilon))];
    }

    private double[][] Final(string side, double[][] x) =>
        config.NormalizeBefore ? [.. x.Select(row => Normalize(weights, $"model.{side}.layer_norm", row, config.NormEpsilon))] : x;

    private double[][] FeedForward(string layer, double[][] x) => [.. x.Select(row =>
        Linear(weights, $"{layer}.fc2", Map(Linear(weights, $"{layer}.fc1", row), value => Activate(config.Activation, value))))];

    /// <summary>Adds the weights of every head to <paramref name="shares"/>, where they are asked for.</summary>
    private double[][] Attend(string name, double[][] x, Memory memory, int heads, List<double[]>[]? shares = null)
    {
        var k = config.Width / heads;
        var keys = memory.Rows.Select(row => Linear(weights, $"{name}.k_proj", row)).ToArray();
        var values = memory.Rows.Select(row => Linear(weights, $"{name}.v_proj", row)).ToArray();
        return [.. x.Select((row, t) =>
        {
            var query = Linear(weights, $"{name}.q_proj", row);
            var seen = memory.Seen?.Invoke(t) ?? keys.Length;
            var joined = Enumerable.Range(0, heads).SelectMany(head =>
            {
                double[] Head(double[] vector) => vector[(head * k)..((head + 1) * k)];

                var scores = keys.Take(seen).Select(key => Dot(Head(query), Head(key)) / Math.Sqrt(k)).ToArray();
                var weight = Softmax(scores);
                shares?[t].Add(weight);
                return Mix(weight, [.. values.Take(seen).Select(Head)]);
            });
            return Linear(weights, $"{name}.out_proj", [.. joined]);
        })];
    }

    /// <summary>What keys and values are made of, and how many rows a query sees by its position; all where nothing is said.</summary>
    private sealed record Memory(double[][] Rows, Func<int, int>? Seen = null);
}
