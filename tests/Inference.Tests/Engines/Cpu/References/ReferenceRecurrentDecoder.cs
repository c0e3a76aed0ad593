using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Recurrent layers with a context, with attention, or with both, and an output layer behind them.</summary>
internal sealed class ReferenceRecurrentDecoder(ModelConfig config, ModelWeights weights) : IReferenceDecoder
{
    private readonly ReferenceCells _cells = new(weights, "model.decoder.recurrent", config.DecoderKind, config.DecoderHidden);
    private readonly ReferenceAttention? _attention = config.Attention == AttentionKind.None ? null : new(config, weights);

    public ReferenceStep[] Decode(ReferenceSource source, int[] target)
    {
        var context = Context(source);
        var states = FirstStates(context);
        var fed = new double[config.InputFeeding ? config.Width : 0];
        return [.. target.Select(Step)];

        ReferenceStep Step(int token)
        {
            var embedding = Row(Tokens(config, weights, "decoder"), token, config.Width);
            var (found, shares) = _attention?.Attend(states[^1].H, source) ?? (context, []);

            double[] input = [.. embedding, .. Used(ContextUse.Input) ? found : [], .. fed];
            for (var l = 0; l < states.Length; l++)
                input = (states[l] = _cells.Advance($"l{l}", input, states[l])).H;

            double[] joined = Used(ContextUse.Output) ? [.. states[^1].H, .. found, .. embedding] : states[^1].H;
            var readout = Map(Linear(weights, "model.decoder.readout", joined), Math.Tanh);
            if (config.InputFeeding)
                fed = readout;
            return new ReferenceStep(LogSoftmax(Scores(config, weights, readout)), shares);
        }
    }

    /// <summary>What attention finds is used at both places.</summary>
    private bool Used(ContextUse use) => _attention is not null || config.ContextUses.Contains(use);

    private double[] Context(ReferenceSource source)
    {
        const string Name = "model.decoder.context";
        if (config.ContextUses.Count == 0)
            return [];

        switch (config.Context)
        {
            case ContextKind.WeightedSum:
                var v = weights.Find($"{Name}.score.weight").Values;
                return Mix(Softmax([.. source.Hidden.Select(h => Linear(v, null, h)[0])]), source.Hidden);
            case ContextKind.Transform:
                var inner = source.Hidden.Select(h => Map(Linear(weights, $"{Name}.inner", h), Math.Tanh)).ToArray();
                var mean = Mix([.. inner.Select(_ => 1.0 / inner.Length)], inner);
                return Map(Linear(weights, $"{Name}.outer", mean), Math.Tanh);
            case ContextKind.States:
                return source.States!;
            default:
                return source.Last;
        }
    }

    /// <summary>Zeros, or the encoder's states, or tanh(W c + b), cut into the states of the layers and then, for an LSTM, their cells.</summary>
    private (double[] H, double[] Cell)[] FirstStates(double[] context)
    {
        var size = config.DecoderHidden;
        var floats = !config.ContextUses.Contains(ContextUse.State) ? new double[2 * config.DecoderLayers * size]
            : config.Context == ContextKind.States ? context
            : Map(Linear(weights, "model.decoder.bridge", context), Math.Tanh);
        return [.. Enumerable.Range(0, config.DecoderLayers).Select(l => (
            floats[(l * size)..((l + 1) * size)],
            config.DecoderKind == LayerKind.Lstm ? floats[((config.DecoderLayers + l) * size)..((config.DecoderLayers + l + 1) * size)] : []))];
    }
}
