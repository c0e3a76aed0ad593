using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Recipes;

/// <summary>What is wrong with the network of a recipe: unknown names first, then choices without a use, then parts that do not go together.</summary>
internal static class ModelCheck
{
    public static IReadOnlyList<string> Faults(ModelRecipe model)
    {
        string[] unknown = [.. UnknownNames(model)];
        if (unknown.Length > 0)
            return unknown;

        string[] useless = [.. UselessParts(model), .. Uses(model).Where(choice => choice.IsGiven && !choice.IsUsed).Select(choice => choice.ToString())];
        return useless.Length > 0 ? useless : [.. ModelCombinations.Faults(ModelConfigs.Shape(model)).Select(fault => "model: " + fault)];
    }

    private static IEnumerable<string> UnknownNames(ModelRecipe model)
    {
        IEnumerable<string?> faults =
        [
            Choices.Fault<LayerKind>("model:encoder:type", model.Encoder.Type ?? ""),
            Choices.Fault<LayerKind>("model:decoder:type", model.Decoder.Type ?? ""),
            Choices.Fault<ContextKind>("model:decoder:context", model.Decoder.Context),
            Choices.Fault<AttentionKind>("model:decoder:attention", model.Decoder.Attention),
            .. (model.Decoder.ContextUse ?? []).Select(use => Choices.Fault<ContextUse>("model:decoder:contextUse", use ?? "")),
        ];
        return faults.OfType<string>();
    }

    private static IEnumerable<string> UselessParts(ModelRecipe model)
    {
        if (model.Type == ModelRecipe.DecoderOnly && model.Encoder != new EncoderRecipe())
            yield return "model:encoder: a decoderOnly model has no encoder; its one stack is described by model:decoder.";
        if (model.Type == ModelRecipe.EncoderOnly && model.Decoder != new DecoderRecipe())
            yield return "model:decoder: an encoderOnly model has no decoder; its one stack is described by model:encoder.";
        if (model.Type != ModelRecipe.EncoderDecoder && !model.SharedEmbeddings)
            yield return $"model:sharedEmbeddings: {Article(model.Type)} model has one embedding only.";
        if (model.Type == ModelRecipe.EncoderOnly && !model.TiedOutput)
            yield return "model:tiedOutput: the output layer of an encoderOnly model is always its embedding.";
    }

    private static IEnumerable<ChoiceUse> Uses(ModelRecipe model)
    {
        var (encoder, decoder) = (Choices.Parse<LayerKind>(model.Encoder.Type), Choices.Parse<LayerKind>(model.Decoder.Type));
        var parts = new[] { encoder, decoder };
        return [.. OfModel(model, parts), .. OfEncoder(model.Encoder, encoder), .. OfDecoder(model, decoder)];
    }

    private static IEnumerable<ChoiceUse> OfModel(ModelRecipe model, LayerKind[] parts)
    {
        var part = $"a model of {model.Encoder.Type} and {model.Decoder.Type}";
        var hasTransformer = parts.Contains(LayerKind.Transformer);
        yield return new("activation", model.Activation is not null, hasTransformer, part, "it stands in a Transformer's feed-forward parts");
        yield return new("normalizeBefore", model.NormalizeBefore is not null, hasTransformer, part, "Transformer layers have norms");
        yield return new("activationDropout", model.ActivationDropout is not null, hasTransformer, part, "it stands in a Transformer's feed-forward parts");
        yield return new(
            "attentionDropout", model.AttentionDropout is not null, hasTransformer || !parts[1].IsRecurrent() || model.Decoder.Attention != "none", part,
            "nothing in it attends");
        yield return new(
            "learnedPositions", model.LearnedPositions is not null, hasTransformer || parts.Contains(LayerKind.Conv), part,
            "recurrent layers know positions from reading in order");
    }

    private static IEnumerable<ChoiceUse> OfEncoder(EncoderRecipe encoder, LayerKind kind)
    {
        var part = $"an encoder of the type {encoder.Type}";
        yield return new("encoder:heads", encoder.Heads is not null, kind == LayerKind.Transformer, part, "Transformers have heads");
        yield return new("encoder:feedForward", encoder.FeedForward is not null, kind == LayerKind.Transformer, part, "Transformers have feed-forward parts");
        yield return new("encoder:hidden", encoder.Hidden is not null, kind != LayerKind.Transformer, part, "it is as wide as model:width");
        yield return new(
            "encoder:bidirectional", encoder.Bidirectional is not null, kind.IsRecurrent(), part, "it sees both sides of a token anyway");
        yield return new("encoder:reverseSource", encoder.ReverseSource is not null, kind.IsRecurrent(), part, "only recurrent layers read in an order");
        yield return new("encoder:kernel", encoder.Kernel is not null, kind == LayerKind.Conv, part, "convolutions have kernels");
    }

    private static IEnumerable<ChoiceUse> OfDecoder(ModelRecipe model, LayerKind kind)
    {
        var decoder = model.Decoder;
        var part = $"a decoder of the type {decoder.Type}";
        var hasHeads = kind == LayerKind.Transformer || (kind.IsRecurrent() && decoder.Attention == "multiHead");
        yield return new("decoder:heads", decoder.Heads is not null, hasHeads, part, "Transformers and attention of the kind multiHead have heads");
        yield return new("decoder:feedForward", decoder.FeedForward is not null, kind == LayerKind.Transformer, part, "Transformers have feed-forward parts");
        yield return new("decoder:hidden", decoder.Hidden is not null, kind != LayerKind.Transformer, part, "it is as wide as model:width");
        yield return new("decoder:kernel", decoder.Kernel is not null, kind == LayerKind.Conv, part, "convolutions have kernels");
        yield return new("decoder:context", decoder.Context is not null, kind.IsRecurrent(), part, "it attends to the whole source in every layer");
        yield return new("decoder:context", decoder.Context is not null, decoder.ContextUse is not [], part, "model:decoder:contextUse names no place for it");
        yield return new("decoder:contextUse", decoder.ContextUse is not null, kind.IsRecurrent(), part, "it attends to the whole source in every layer");
        yield return new("decoder:attention", decoder.Attention is not null, kind.IsRecurrent(), part, "it attends in every layer by its own rule");
        yield return new("decoder:inputFeeding", decoder.InputFeeding is not null, kind.IsRecurrent(), part, "it learns from all positions at once");
        yield return new(
            "decoder:bidirectionalSource", decoder.BidirectionalSource is not null, model.Type == ModelRecipe.DecoderOnly,
            "a decoder beside an encoder", "the source is the encoder's to read; it is for decoderOnly models");
    }

    private static string Article(string type) => type == ModelRecipe.EncoderOnly ? "an " + type : "a " + type;

    /// <summary>A value of the recipe, whether the part it stands in uses it, and why not.</summary>
    private sealed record ChoiceUse(string Key, bool IsGiven, bool IsUsed, string Part, string Reason)
    {
        public override string ToString() => $"model:{Key}: {Part} has no use for it: {Reason}.";
    }
}
