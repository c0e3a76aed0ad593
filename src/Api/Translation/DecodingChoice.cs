using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Api.Translation;

/// <summary>What a request's options change about the settings that a model was published with.</summary>
internal static class DecodingChoice
{
    public static Func<DecodingOptions, DecodingOptions>? Of(TranslateOptions? options) =>
        options is null ? null : own => Changed(own, options);

    private static DecodingOptions Changed(DecodingOptions own, TranslateOptions options)
    {
        var samples = options.Temperature > 0;   // one token at a time, without a beam

        return own with
        {
            BeamSize = options.BeamSize ?? (samples ? 1 : own.BeamSize),
            LengthPenalty = options.LengthPenalty ?? own.LengthPenalty,
            MaxLength = options.MaxLength ?? own.MaxLength,
            MinLength = options.MinLength ?? own.MinLength,
            NoRepeatNgram = options.NoRepeatNgram ?? own.NoRepeatNgram,
            Temperature = options.Temperature ?? own.Temperature,
            TopK = options.TopK ?? own.TopK,
            TopP = options.TopP ?? own.TopP,
            Seed = options.Seed ?? (samples ? Random.Shared.Next() : own.Seed),
            WithAttention = options.Attention ?? own.WithAttention,
            WithAlignment = options.Alignment ?? own.WithAlignment,
        };
    }
}
