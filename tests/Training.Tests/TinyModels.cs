using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests;

/// <summary>Small networks of every kind, by the type of their encoder, or of encoder and decoder as <c>lstm-transformer</c>.</summary>
internal static class TinyModels
{
    public static ModelRecipe Of(string family) => family switch
    {
        "prefix" => new ModelRecipe { Type = ModelRecipe.DecoderOnly, Width = 32, Decoder = Decoder("transformer") },
        "masked" => new ModelRecipe { Type = ModelRecipe.EncoderOnly, Width = 32, Encoder = Encoder("transformer") },
        _ => family.Split('-') is [var encoder, var decoder]
            ? new ModelRecipe { Width = 32, Encoder = Encoder(encoder), Decoder = Decoder(decoder) }
            : new ModelRecipe { Width = 32, Encoder = Encoder(family), Decoder = Decoder(family) },
    };

    private static EncoderRecipe Encoder(string type) => type == "transformer"
        ? new EncoderRecipe { Type = type, Layers = 1, Heads = 4, FeedForward = 64 }
        : new EncoderRecipe { Type = type, Layers = 1, Hidden = 32 };

    private static DecoderRecipe Decoder(string type) => type == "transformer"
        ? new DecoderRecipe { Type = type, Layers = 1, Heads = 4, FeedForward = 64 }
        : new DecoderRecipe { Type = type, Layers = 1, Hidden = 32 };
}
