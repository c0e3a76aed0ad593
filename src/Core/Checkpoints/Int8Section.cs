using System.Globalization;
using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>The section of a model card on weights in 8 bits: what they cost, test set by test set. It can be put into a card that is there.</summary>
public static class Int8Section
{
    public const string Title = "Weights in 8 bits";

    private const string Heading = "## " + Title;
    private const string Fence = "```";

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
        text.Append("| Test set | Direction | Metric | fp32 | int8 | Difference |\n| --- | --- | --- | ---: | ---: | ---: |\n");
        foreach (var (fp32, rounded) in before.Zip(after))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {ModelCard.Cell(fp32.TestSet)} | {ModelCard.Cell(fp32.Direction)} | {ModelCard.Cell(fp32.Metric)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {fp32.Value:F2} | {rounded.Value:F2} | {rounded.Value - fp32.Value:+0.00;-0.00;0.00} |\n");
        }

        return text.ToString();
    }

    /// <summary>The card with this section in place of the one it has; where it has none, behind its scores or at its end.</summary>
    public static string PutInto(string card, string body)
    {
        ArgumentNullException.ThrowIfNull(card);
        var sections = Sections(card.ReplaceLineEndings("\n").TrimEnd('\n')).Where(section => !IsCalled(section, Heading)).ToList();
        var scores = sections.FindIndex(section => IsCalled(section, "## Scores"));
        sections.Insert(scores >= 0 ? scores + 1 : sections.Count, $"{Heading}\n\n{body.TrimEnd('\n')}");
        return string.Join("\n\n", sections.Select(section => section.TrimEnd('\n'))) + "\n";
    }

    private static bool IsCalled(string section, string heading) => section.Split('\n')[0].TrimEnd() == heading;

    /// <summary>The text in front of the first heading of the second level, and one stretch for each; headings inside code are none.</summary>
    private static List<string> Sections(string card)
    {
        var sections = new List<StringBuilder> { new() };
        var inCode = false;
        foreach (var line in card.Split('\n'))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
                inCode = !inCode;
            if (!inCode && line.StartsWith("## ", StringComparison.Ordinal))
                sections.Add(new());
            sections[^1].Append(line).Append('\n');
        }

        return [.. sections.Select(section => section.ToString())];
    }
}
