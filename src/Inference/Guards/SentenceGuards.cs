using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Guards;

/// <summary>What can be found wrong with a translation without knowing the languages.</summary>
internal static class SentenceGuards
{
    /// <param name="sentence">The source.</param>
    /// <param name="output">Its translation.</param>
    /// <param name="kept">What of the sentence must not change; its numbers are looked after with it.</param>
    /// <param name="options">What it was decoded with: a caller who bounds the length gets what that gives.</param>
    /// <param name="target">The language of the output, or null.</param>
    public static IReadOnlyList<Fault> Check(
        string sentence, RenderedText output, IReadOnlyList<Kept> kept, DecodingOptions options, string? target)
    {
        if (output.Pieces.Count == 0)
            return [];

        var faults = new List<Fault>(output.MaskFaults);
        if (RepetitionGuard.Check(sentence, output.Text) is { } loop)
            faults.Add(loop);
        if (HasOwnLength(options) && LengthGuard.Check(sentence, output.Text, output.Pieces.Any(piece => LengthGuard.IsCut(piece.Hypothesis))) is { } length)
            faults.Add(length);

        faults.AddRange(LostNumbers(sentence, output.Text, kept, target)
            .Select(span => new Fault(FaultKind.NumberLost, $"The number {sentence[span.Start..span.End]} is not in the output.")));
        return faults;
    }

    /// <summary>Numbers that are lost, but for those of what is kept.</summary>
    public static IEnumerable<VerbatimSpan> LostNumbers(string sentence, string output, IReadOnlyList<Kept> kept, string? target) =>
        NumberGuard.Lost(sentence, output, target).Where(span => kept.All(other => other.Span.End <= span.Start || span.End <= other.Span.Start));

    private static bool HasOwnLength(DecodingOptions options) => options.MaxLength is null && options.MinLength == 0;
}
