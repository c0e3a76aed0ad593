using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.ReferenceConvolution;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>The decoder of Gehring et al. (2017): every layer convolves over the target so far and attends to the source.</summary>
internal sealed class ReferenceConvDecoder(ModelConfig config, ModelWeights weights) : IReferenceDecoder
{
    private readonly ReferenceConvolution _side = new(config, weights, "decoder", config.DecoderHidden);

    public ReferenceStep[] Decode(ReferenceSource source, int[] target)
    {
        var (keys, values) = (Project("key", source.Hidden), Project("value", source.Values));
        var embedded = _side.Embed(target);
        double[][] x = [.. embedded.Select(row => Linear(weights, "model.decoder.input", row))];
        var shares = target.Select(_ => new List<double[]>()).ToArray();
        for (var i = 0; i < config.DecoderLayers; i++)
        {
            var attention = $"model.decoder.layers.{i}.attention";
            var y = _side.Convolve(i, x, config.DecoderKernel, before: config.DecoderKernel - 1);
            x = [.. x.Select((row, t) =>
            {
                var query = Half(Linear(weights, $"{attention}.query", y[t]), embedded[t]);
                shares[t].Add(Softmax([.. keys.Select(key => Dot(query, key))]));
                var found = Linear(weights, $"{attention}.output", Mix(shares[t][i], values));
                return Half(Half(y[t], found), row);
            })];
        }

        return [.. x.Select((row, t) => new ReferenceStep(
            LogSoftmax(Scores(config, weights, Linear(weights, "model.decoder.output", row))), Mean(shares[t])))];
    }

    /// <summary>Outputs of another width than the embeddings' are projected.</summary>
    private double[][] Project(string part, double[][] rows) => config.EncoderOutputs == config.Width
        ? rows
        : [.. rows.Select(row => Linear(weights.Find($"model.decoder.memory.{part}.weight").Values, null, row))];
}
