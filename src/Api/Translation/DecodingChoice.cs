using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Api.Translation;

/// <summary>What a request says about decoding.</summary>
internal static class DecodingChoice
{
    private static readonly DecodingOptions Defaults = new();

    /// <summary>Null where the request says nothing: the model's own settings decide.</summary>
    public static DecodingOptions? Of(TranslateOptions? options)
    {
        if (options is null || options with { Prefix = null, Scores = null, Model = null } == new TranslateOptions())
            return null;

        var samples = options.Temperature > 0;
        return Defaults with
        {
            BeamSize = options.BeamSize ?? (samples ? 1 : Defaults.BeamSize),
            LengthPenalty = options.LengthPenalty ?? Defaults.LengthPenalty,
            MaxLength = options.MaxLength,
            MinLength = options.MinLength ?? Defaults.MinLength,
            NoRepeatNgram = options.NoRepeatNgram ?? Defaults.NoRepeatNgram,
            Temperature = options.Temperature ?? Defaults.Temperature,
            TopK = options.TopK ?? Defaults.TopK,
            TopP = options.TopP ?? Defaults.TopP,
            Seed = options.Seed ?? (samples ? Random.Shared.Next() : Defaults.Seed),
        };
    }
}
