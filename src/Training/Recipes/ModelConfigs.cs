using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The <c>config.json</c> and <c>generation_config.json</c> that a recipe and its vocabulary describe.</summary>
internal static class ModelConfigs
{
    public static ModelConfig Describe(ModelRecipe recipe, Tokenizer tokenizer)
    {
        var recurrent = recipe.Type == "gru";
        return new ModelConfig
        {
            ModelType = recurrent ? ModelConfig.EncoderDecoder : ModelConfig.Marian,
            Architectures = [recurrent ? "Seq2Seq" : "MarianMTModel"],
            VocabularySize = tokenizer.VocabularySize,
            Width = recipe.Width,
            EncoderLayers = recipe.EncoderLayers,
            DecoderLayers = recipe.DecoderLayers,
            EncoderHeads = recipe.Heads,
            DecoderHeads = recipe.Heads,
            EncoderFeedForward = recipe.FeedForward,
            DecoderFeedForward = recipe.FeedForward,
            EncoderKind = recurrent ? LayerKind.Gru : LayerKind.Transformer,
            DecoderKind = recurrent ? LayerKind.Gru : LayerKind.Transformer,
            EncoderHidden = recurrent ? recipe.Hidden : 0,
            DecoderHidden = recurrent ? recipe.Hidden : 0,
            Attention = recurrent ? AttentionKind.Additive : AttentionKind.None,
            Activation = recipe.Activation,
            NormalizeBefore = recipe.NormalizeBefore,
            Dropout = recipe.Dropout,
            ActivationDropout = recipe.ActivationDropout,
            AttentionDropout = recipe.AttentionDropout,
            MaxPositions = recipe.MaxPositions,
            PadId = tokenizer.PadId,
            EosId = tokenizer.EosId,
            DecoderStartId = tokenizer.PadId,
        };
    }

    /// <summary>How the model is decoded, in validation as when it serves.</summary>
    public static GenerationConfig DescribeGeneration(Recipe recipe, Tokenizer tokenizer) => new()
    {
        BeamSize = recipe.Publish.BeamSize,
        LengthPenalty = recipe.Publish.LengthPenalty,
        MaxLength = recipe.Model.MaxPositions,
        BadWords = [.. NeverWritten(recipe, tokenizer).Select(id => new[] { id })],
    };

    /// <summary>Pieces that no translation holds: the tags that name a target language, the unknown piece, and padding.</summary>
    private static IEnumerable<int> NeverWritten(Recipe recipe, Tokenizer tokenizer) =>
        [.. Vocabularies.TargetLanguages(recipe).Select(tokenizer.TagOf), tokenizer.UnknownId, tokenizer.PadId];
}
