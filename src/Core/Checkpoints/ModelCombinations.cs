namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Which encoders, decoders, contexts and attentions go together: the one list of rules, for recipes and for stored configurations.</summary>
public static class ModelCombinations
{
    /// <summary>What cannot be combined in <paramref name="config"/>, each as a sentence with its reason; none where all fits.</summary>
    public static IEnumerable<string> Faults(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.ModelType switch
        {
            ModelConfig.EncoderDecoder or ModelConfig.Marian => [.. EncoderFaults(config), .. DecoderFaults(config)],
            _ => [.. StackFaults(config)],
        };
    }

    private static IEnumerable<string> EncoderFaults(ModelConfig config)
    {
        if (config.ModelType == ModelConfig.Marian && (config.EncoderKind, config.DecoderKind) != (LayerKind.Transformer, LayerKind.Transformer))
            yield return "A model of the type 'marian' has a Transformer on both sides.";
        if (config.EncoderKind == LayerKind.Transformer && config.Width % Math.Max(1, config.EncoderHeads) != 0)
            yield return $"The width ({config.Width}) must be a multiple of the encoder's heads ({config.EncoderHeads}).";
        if (config.EncoderKind != LayerKind.Transformer && config.EncoderHidden < 1)
            yield return $"An encoder of the type {Name(config.EncoderKind)} needs a hidden size.";
        if (!config.EncoderKind.IsRecurrent() && config.ReverseSource)
            yield return $"Only a recurrent encoder can read the source in reverse; a {Name(config.EncoderKind)} encoder sees all of it at once.";
        if (config.EncoderKind == LayerKind.Conv && config.EncoderKernel % 2 == 0)
            yield return $"The encoder's kernel ({config.EncoderKernel}) must be odd, so that a token stands in the middle of what it sees.";
    }

    private static IEnumerable<string> DecoderFaults(ModelConfig config)
    {
        if (config.DecoderKind.IsRecurrent())
            return RecurrentFaults(config);
        return AttendingFaults(config);
    }

    private static IEnumerable<string> AttendingFaults(ModelConfig config)
    {
        if (config.DecoderKind == LayerKind.Transformer && config.Width % Math.Max(1, config.DecoderHeads) != 0)
            yield return $"The width ({config.Width}) must be a multiple of the decoder's heads ({config.DecoderHeads}).";
        if (config.DecoderKind == LayerKind.Conv && config.DecoderHidden < 1)
            yield return "A decoder of the type conv needs a hidden size.";
        if (config.Attention != AttentionKind.None)
            yield return $"A {Name(config.DecoderKind)} decoder attends in every layer by its own rule; a kind of attention is chosen for recurrent decoders.";
        if (config.InputFeeding)
            yield return $"Input feeding is for recurrent decoders; a {Name(config.DecoderKind)} decoder learns from all positions at once.";
    }

    private static IEnumerable<string> RecurrentFaults(ModelConfig config)
    {
        if (config.DecoderHidden < 1)
            yield return $"A decoder of the type {Name(config.DecoderKind)} needs a hidden size.";

        var attends = config.Attention != AttentionKind.None;
        if (!attends && config.ContextUses.Count == 0)
            yield return "The decoder would see nothing of the source: choose an attention, or a use of the context (state, input, output).";
        if (!attends && config.InputFeeding)
            yield return "Input feeding hands on what attention found; without an attention there is nothing to feed.";
        if (attends && config.ContextUses.Any(use => use != ContextUse.State))
            yield return "With an attention, what it finds takes the places 'input' and 'output'; the context can only make the first state.";
        var handsOn = config.Context == ContextKind.States && config.ContextUses.Count > 0;
        if (handsOn && config.ContextUses.Any(use => use != ContextUse.State))
            yield return "The states of all layers can only become the decoder's first states: 'contextUse' is 'state', or the context another one.";
        if (handsOn && !IsMirrored(config))
            yield return "States go from layer to layer only between equals: the encoder reads in one direction and has the decoder's type, layers and hidden size.";
        if (config.Attention == AttentionKind.Dot && config.DecoderHidden != config.EncoderOutputs)
            yield return $"Dot attention multiplies states by encoder outputs: the decoder's hidden size ({config.DecoderHidden}) must be the width of the encoder's outputs ({config.EncoderOutputs}); 'general' has no such bound.";
        if (config.Attention == AttentionKind.MultiHead && config.DecoderHidden % Math.Max(1, config.DecoderHeads) != 0)
            yield return $"The decoder's hidden size ({config.DecoderHidden}) must be a multiple of its heads ({config.DecoderHeads}).";
    }

    private static bool IsMirrored(ModelConfig config) =>
        !config.BidirectionalEncoder
        && (config.EncoderKind, config.EncoderLayers, config.EncoderHidden) == (config.DecoderKind, config.DecoderLayers, config.DecoderHidden);

    private static IEnumerable<string> StackFaults(ModelConfig config)
    {
        if ((config.EncoderKind, config.DecoderKind) != (LayerKind.Transformer, LayerKind.Transformer))
            yield return $"A model of the type '{config.ModelType}' is one Transformer stack.";
        var heads = config.ModelType == ModelConfig.DecoderOnly ? config.DecoderHeads : config.EncoderHeads;
        if (config.Width % Math.Max(1, heads) != 0)
            yield return $"The width ({config.Width}) must be a multiple of the heads ({heads}).";
    }

    private static string Name(LayerKind kind) => kind switch
    {
        LayerKind.Rnn => "rnn",
        LayerKind.Gru => "gru",
        LayerKind.Lstm => "lstm",
        LayerKind.Conv => "conv",
        _ => "transformer",
    };
}
