using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Guards;

/// <summary>How a sentence is decoded once more: a wider beam of which every output is looked at, no loops, and a length that fits the sentence.</summary>
internal static class StricterDecoding
{
    private const int LeastBeam = 8;
    private const int LeastConstrainedBeam = 12;
    private const int Ngram = 3;

    /// <param name="own">The options of the first decoding.</param>
    /// <param name="faults">What was wrong with it.</param>
    /// <param name="sourceTokens">Length of the source, its end counted.</param>
    public static DecodingOptions Of(DecodingOptions own, IReadOnlyList<Fault> faults, int sourceTokens)
    {
        var beam = Math.Max(LeastBeam, own.BeamSize);
        return own with
        {
            BeamSize = beam,
            NBest = beam,
            Temperature = 0,
            NoRepeatNgram = own.NoRepeatNgram > 0 ? Math.Min(own.NoRepeatNgram, Ngram) : Has(faults, FaultKind.Repetition) || Has(faults, FaultKind.TooLong) ? Ngram : 0,
            MinLength = Has(faults, FaultKind.TooShort) ? Math.Max(own.MinLength, Math.Min(sourceTokens / 2, own.MaxLength ?? int.MaxValue)) : own.MinLength,
            MaxLength = own.MaxLength ?? (Has(faults, FaultKind.TooLong) ? Math.Max((int)(1.5 * sourceTokens) + 10, own.MinLength) : null),
        };
    }

    /// <summary>The same for outputs that hold <paramref name="phrases"/>, in a beam that has room for those with some of them beside those with all.</summary>
    public static DecodingOptions Holding(IReadOnlyList<IReadOnlyList<int>> phrases, DecodingOptions stricter)
    {
        var beam = Math.Max(LeastConstrainedBeam, stricter.BeamSize);
        return stricter with { Phrases = phrases, BeamSize = beam, NBest = beam };
    }

    private static bool Has(IReadOnlyList<Fault> faults, FaultKind kind) => faults.Any(fault => fault.Kind == kind);
}
