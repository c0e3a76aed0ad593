using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>How well the lists of a shortlist fit one direction of a test set.</summary>
/// <param name="MeanTokens">Tokens of a sentence's list, on average.</param>
/// <param name="Covered">Share of the reference's tokens that are in their sentence's list, 0 to 1.</param>
public sealed record ShortlistFit(string TestSet, string Direction, double MeanTokens, double Covered);

/// <summary>The section of a model card on its shortlist: how large the lists are, what they leave out and what that costs.</summary>
public static class ShortlistSection
{
    public const string Title = "Shortlist";

    /// <summary>The section's text under its heading.</summary>
    /// <param name="before">Scores over the whole vocabulary.</param>
    /// <param name="after">The same scores, in the same order, with the shortlist.</param>
    public static string Body(IReadOnlyList<ShortlistFit> fits, IReadOnlyList<ModelScore> before, IReadOnlyList<ModelScore> after)
    {
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var text = new StringBuilder(
            $"`{CheckpointFiles.Shortlist}` names the tokens that each source can call for. With the setting `Inference:Shortlist` the service scores no others. ");
        if (fits.Count == 0)
            return text.Append("What that costs was not measured.").ToString();

        text.Append("How long a sentence's list is, and how much of the references is in the lists:\n\n");
        text.Append("| Test set | Direction | Tokens of a list | Reference tokens in it |\n| --- | --- | ---: | ---: |\n");
        foreach (var fit in fits)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {ModelCard.Cell(fit.TestSet)} | {ModelCard.Cell(fit.Direction)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {fit.MeanTokens:F0} | {100 * fit.Covered:F2} % |\n");
        }

        text.Append("\nWhat that costs, both computed by the engine that serves, differences before rounding:\n\n");
        ScoreComparison.AppendTable(text, ("All tokens", "Shortlist"), before, after);
        return text.ToString();
    }
}
