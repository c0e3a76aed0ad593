using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Recurrent layers in one direction or both, over the source or over the reversed source.</summary>
internal sealed class ReferenceRecurrentEncoder(ModelConfig config, ModelWeights weights) : IReferenceEncoder
{
    private readonly ReferenceCells _cells = new(weights, "model.encoder.recurrent", config.EncoderKind, config.EncoderHidden);

    /// <summary>The last states are those behind the last step of each direction, wherever its token stands.</summary>
    public ReferenceSource Encode(int[] source)
    {
        double[][] x = [.. source.Select(token => Row(Tokens(config, weights, "encoder"), token, config.Width))];
        if (config.ReverseSource)
            x = [.. x.Reverse()];

        double[] last = [], states = [], cells = [];
        for (var l = 0; l < config.EncoderLayers; l++)
        {
            var (forward, cell) = Run($"l{l}", x);
            if (!config.BidirectionalEncoder)
            {
                (x, last) = (forward, forward[^1]);
                (states, cells) = ([.. states, .. last], [.. cells, .. cell]);
                continue;
            }

            var (backward, _) = Run($"l{l}_reverse", [.. x.Reverse()]);
            last = [.. forward[^1], .. backward[^1]];
            x = [.. forward.Zip(backward.Reverse(), (f, b) => (double[])[.. f, .. b])];
        }

        if (config.ReverseSource)
            x = [.. x.Reverse()];
        return new ReferenceSource(x, x, last, config.EncoderKind == LayerKind.Lstm ? [.. states, .. cells] : states);
    }

    private (double[][] Hidden, double[] LastCell) Run(string suffix, double[][] x)
    {
        var state = (H: new double[config.EncoderHidden], Cell: new double[config.EncoderHidden]);
        double[][] hidden = [.. x.Select(row => (state = _cells.Advance(suffix, row, state)).H)];
        return (hidden, state.Cell);
    }
}
