namespace Seq2SeqService.Inference.Decoding;

/// <summary>What decoding options may ask for; anything else is refused at the border with the option's name.</summary>
internal static class DecodingLimits
{
    public const int MaxBeamSize = 32;
    public const int MaxTopK = 1000;

    public static void Check(DecodingOptions options, TargetRules rules)
    {
        Require(options.BeamSize is >= 1 and <= MaxBeamSize, $"The beam size must be 1 to {MaxBeamSize}.");
        Require(options.NBest >= 1 && options.NBest <= options.BeamSize, "The number of outputs must be at least 1 and at most the beam size.");
        Require(options.LengthPenalty is >= -10 and <= 10, "The length penalty must be -10 to 10.");
        Require(options.MaxLength is null or >= 1, "The longest output must be at least 1 token.");
        Require(options.MinLength >= 0, "The shortest output must be 0 tokens or more.");
        Require(options.MaxLength is null || options.MinLength <= options.MaxLength, "The shortest output must not be above the longest.");
        Require(options.NoRepeatNgram >= 0, "The n-gram size must be 0 (off) or more.");
        Require(options.Temperature is >= 0 and <= 100, "The temperature must be 0 (off) to 100.");
        Require(options.Temperature == 0 || options.BeamSize == 1, "Sampling (a temperature above 0) needs beam size 1.");
        Require(options.TopK is >= 1 and <= MaxTopK, $"Top-k must be 1 to {MaxTopK}.");
        Require(options.TopP is > 0 and <= 1, "Top-p must be above 0 and at most 1.");

        RequireAttention(options.WithAttention, "attention", rules);
        RequireAttention(options.WithAlignment, "alignment", rules);
    }

    private static void RequireAttention(bool isWanted, string option, TargetRules rules)
    {
        if (isWanted && !rules.HasAttention)
        {
            throw new TranslationException(
                TranslationFailure.InvalidOption, $"The model '{rules.Model}' has no attention; leave the option out.", option);
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new TranslationException(TranslationFailure.InvalidOption, message);
    }
}
