using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Training.Recipes;

/// <summary>The <c>config.json</c> that a recipe and its vocabulary describe.</summary>
internal static class ModelConfigs
{
    public static ModelConfig Describe(ModelRecipe recipe, Tokenizer tokenizer)
    {
        var recurrent = recipe.Type == "gru";
        return new ModelConfig
        {
            ModelType = recurrent ? ModelConfig.Gru : ModelConfig.Marian,
            Architectures = [recurrent ? "Seq2SeqGru" : "MarianMTModel"],
            VocabularySize = tokenizer.VocabularySize,
            Width = recipe.Width,
            EncoderLayers = recipe.EncoderLayers,
            DecoderLayers = recipe.DecoderLayers,
            EncoderHeads = recipe.Heads,
            DecoderHeads = recipe.Heads,
            EncoderFeedForward = recipe.FeedForward,
            DecoderFeedForward = recipe.FeedForward,
            HiddenSize = recurrent ? recipe.Hidden : 0,
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
}
