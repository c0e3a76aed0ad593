using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>The GRU encoder-decoder with Bahdanau's attention.</summary>
internal sealed class ReferenceRecurrent(ModelConfig config, ModelWeights weights) : IReferenceModel
{
    public double[][] LogProbabilities(int[] source, int[] target)
    {
        var (encoded, last) = Encode(source);
        var keys = encoded.Select(h => Linear(weights, "attention.key", h)).ToArray();
        var bridge = Map(Linear(weights, "bridge", last), Math.Tanh);
        var states = Enumerable.Range(0, config.DecoderLayers)
            .Select(l => bridge[(l * config.HiddenSize)..((l + 1) * config.HiddenSize)]).ToArray();

        return [.. target.Select(token => Step(token, states, encoded, keys))];
    }

    private double[] Step(int token, double[][] states, double[][] encoded, double[][] keys)
    {
        var embedding = Row(Tokens("decoder"), token, config.Width);
        var query = Linear(weights.Find("attention.query.weight").Values, null, states[^1]);
        var v = Row(weights.Find("attention.score.weight").Values, 0, config.HiddenSize);
        var scores = keys.Select(key => Dot(v, Map(Add(query, key), Math.Tanh))).ToArray();
        var context = Mix(Softmax(scores), encoded);

        double[] input = [.. embedding, .. context];
        for (var l = 0; l < states.Length; l++)
            input = states[l] = Gru("decoder_recurrent", $"l{l}", input, states[l]);

        var readout = Map(Linear(weights, "decoder_readout", [.. states[^1], .. context, .. embedding]), Math.Tanh);
        var output = config.TiedOutput ? Tokens("decoder") : weights.Find("decoder_output.weight").Values;
        return LogSoftmax(Linear(output, weights.Find("decoder_output.bias").Values, readout));
    }

    /// <summary>h_1 … h_S, and the last states of both directions: forward at S, backward at 1.</summary>
    private (double[][] Encoded, double[] Last) Encode(int[] source)
    {
        var x = source.Select(token => Row(Tokens("encoder"), token, config.Width)).ToArray();
        double[] last = [];
        for (var l = 0; l < config.EncoderLayers; l++)
        {
            var forward = Run($"l{l}", x);
            if (!config.BidirectionalEncoder)
            {
                (x, last) = (forward, forward[^1]);
                continue;
            }

            var backward = Run($"l{l}_reverse", [.. x.Reverse()]).Reverse().ToArray();
            x = [.. forward.Zip(backward, (f, b) => (double[])[.. f, .. b])];
            last = [.. forward[^1], .. backward[0]];
        }

        return (x, last);
    }

    private double[][] Run(string suffix, double[][] x)
    {
        var h = new double[config.HiddenSize];
        return [.. x.Select(row => h = Gru("encoder_recurrent", suffix, row, h))];
    }

    private double[] Gru(string name, string suffix, double[] x, double[] h)
    {
        var size = config.HiddenSize;
        var i = Linear(weights.Find($"{name}.weight_ih_{suffix}").Values, weights.Find($"{name}.bias_ih_{suffix}").Values, x);
        var s = Linear(weights.Find($"{name}.weight_hh_{suffix}").Values, weights.Find($"{name}.bias_hh_{suffix}").Values, h);
        return [.. Enumerable.Range(0, size).Select(j =>
        {
            var r = Sigmoid(i[j] + s[j]);
            var z = Sigmoid(i[size + j] + s[size + j]);
            var n = Math.Tanh(i[(2 * size) + j] + (r * s[(2 * size) + j]));
            return ((1 - z) * n) + (z * h[j]);
        })];
    }

    private float[] Tokens(string side) =>
        weights.Find(config.SharedEmbeddings ? "shared.weight" : $"{side}_embedding.weight").Values;
}
