using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The <c>config.json</c> and <c>generation_config.json</c> that a recipe and its vocabulary describe.</summary>
internal static class ModelConfigs
{
    private const int Heads = 8, FeedForward = 1024, Hidden = 512, Kernel = 3;

    public static ModelConfig Describe(ModelRecipe recipe, Tokenizer tokenizer) => Shape(recipe) with
    {
        VocabularySize = tokenizer.VocabularySize,
        PadId = tokenizer.PadId,
        EosId = tokenizer.EosId,
        DecoderStartId = tokenizer.PadId,
    };

    /// <summary>The network without what its vocabulary adds: enough to tell whether its parts go together.</summary>
    public static ModelConfig Shape(ModelRecipe recipe)
    {
        var (encoder, decoder) = (recipe.Encoder, recipe.Decoder);
        var (encoderKind, decoderKind) = (Choices.Parse<LayerKind>(encoder.Type), Choices.Parse<LayerKind>(decoder.Type));
        var type = TypeOf(recipe.Type, encoderKind, decoderKind);
        return new ModelConfig
        {
            ModelType = type,
            Architectures = [ArchitectureOf(type)],
            IsEncoderDecoder = recipe.Type == ModelRecipe.EncoderDecoder,
            VocabularySize = 0, PadId = 0, DecoderStartId = 0,
            Width = recipe.Width,
            Activation = recipe.Activation ?? "relu",
            NormalizeBefore = recipe.NormalizeBefore ?? false,
            StaticPositions = !(recipe.LearnedPositions ?? false),
            SharedEmbeddings = recipe.SharedEmbeddings,
            TiedOutput = recipe.TiedOutput,
            Dropout = recipe.Dropout,
            ActivationDropout = recipe.ActivationDropout ?? 0,
            AttentionDropout = recipe.AttentionDropout ?? 0,
            MaxPositions = recipe.MaxPositions,

            EncoderKind = encoderKind,
            EncoderLayers = encoder.Layers ?? (encoderKind.IsRecurrent() ? 1 : 4),
            EncoderHeads = (type == ModelConfig.DecoderOnly ? decoder.Heads : encoder.Heads) ?? Heads,
            EncoderFeedForward = encoder.FeedForward ?? FeedForward,
            EncoderHidden = encoderKind == LayerKind.Transformer ? 0 : encoder.Hidden ?? Hidden,
            EncoderKernel = encoder.Kernel ?? Kernel,
            BidirectionalEncoder = encoder.Bidirectional ?? true,
            ReverseSource = encoder.ReverseSource ?? false,

            DecoderKind = decoderKind,
            DecoderLayers = decoder.Layers ?? DefaultDecoderLayers(type, decoderKind),
            DecoderHeads = (type == ModelConfig.EncoderOnly ? encoder.Heads : decoder.Heads) ?? Heads,
            DecoderFeedForward = decoder.FeedForward ?? FeedForward,
            DecoderHidden = decoderKind == LayerKind.Transformer ? 0 : decoder.Hidden ?? Hidden,
            DecoderKernel = decoder.Kernel ?? Kernel,
            Context = decoder.Context is { } context ? Choices.Parse<ContextKind>(context) : ContextKind.Last,
            ContextUses = decoder.ContextUse is { } uses ? [.. uses.Select(Choices.Parse<ContextUse>)] : [ContextUse.State],
            Attention = decoder.Attention is { } attention ? Choices.Parse<AttentionKind>(attention) : DefaultAttention(decoderKind),
            InputFeeding = decoder.InputFeeding ?? false,
            BidirectionalSource = decoder.BidirectionalSource ?? true,
        };
    }

    /// <summary>How the model is decoded, in validation as when it serves.</summary>
    public static GenerationConfig DescribeGeneration(Recipe recipe, Tokenizer tokenizer) => new()
    {
        BeamSize = recipe.Publish.BeamSize,
        LengthPenalty = recipe.Publish.LengthPenalty,
        MaxLength = LongestSide(recipe.Model),
        BadWords = [.. NeverWritten(recipe, tokenizer).Select(id => new[] { id })],
    };

    /// <summary>Tokens that a source or a target may have: all positions, or half of them where both sides stand in one sequence.</summary>
    public static int LongestSide(ModelRecipe recipe) => recipe.Type == ModelRecipe.DecoderOnly ? recipe.MaxPositions / 2 : recipe.MaxPositions;

    private static string TypeOf(string type, LayerKind encoder, LayerKind decoder) => type switch
    {
        ModelRecipe.DecoderOnly => ModelConfig.DecoderOnly,
        ModelRecipe.EncoderOnly => ModelConfig.EncoderOnly,
        _ => (encoder, decoder) == (LayerKind.Transformer, LayerKind.Transformer) ? ModelConfig.Marian : ModelConfig.EncoderDecoder,
    };

    private static string ArchitectureOf(string type) => type switch
    {
        ModelConfig.Marian => "MarianMTModel",
        ModelConfig.DecoderOnly => "Seq2SeqPrefixLm",
        ModelConfig.EncoderOnly => "Seq2SeqMaskedLm",
        _ => "Seq2SeqEncoderDecoder",
    };

    private static int DefaultDecoderLayers(string type, LayerKind kind) => kind switch
    {
        LayerKind.Transformer => type == ModelConfig.DecoderOnly ? 6 : 2,
        LayerKind.Conv => 4,
        _ => 1,
    };

    private static AttentionKind DefaultAttention(LayerKind decoder) => decoder.IsRecurrent() ? AttentionKind.Additive : AttentionKind.None;

    /// <summary>Pieces that no translation holds: the tags that name a target language, the unknown piece, and padding.</summary>
    private static IEnumerable<int> NeverWritten(Recipe recipe, Tokenizer tokenizer) =>
        [.. Vocabularies.TargetLanguages(recipe).Select(tokenizer.TagOf), tokenizer.UnknownId, tokenizer.PadId];
}
