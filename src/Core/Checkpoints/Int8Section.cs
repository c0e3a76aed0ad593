using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>The section of a model card on weights in 8 bits: what they cost, test set by test set. It can be put into a card that is there.</summary>
public static class Int8Section
{
    public const string Title = "Weights in 8 bits";

    /// <summary>The section's text under its heading.</summary>
    /// <param name="before">Scores of the weights as they were.</param>
    /// <param name="after">The same scores, in the same order, of the weights in 8 bits.</param>
    public static string Body(IReadOnlyList<ModelScore> before, IReadOnlyList<ModelScore> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var text = new StringBuilder($"Matrices are in 8 bits in `{CheckpointFiles.Int8Weights}`, with a scale for each output; everything else is in fp32. ");
        if (before.Count == 0)
            return text.Append("What that costs was not measured.").ToString();

        text.Append("What that costs, both computed by the engine that serves, differences before rounding:\n\n");
        ScoreComparison.AppendTable(text, ("fp32", "int8"), before, after);
        return text.ToString();
    }

    /// <summary>The card with this section in place of the one it has; where it has none, behind its scores or at its end.</summary>
    public static string PutInto(string card, string body) => CardSections.Put(card, Title, body);
}
