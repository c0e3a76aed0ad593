using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Puts sections into a model card that is there already.</summary>
public static class CardSections
{
    private const string Fence = "```";

    /// <summary>The card with the section <paramref name="title"/> in place of the one it has; where it has none, behind its scores or at its end.</summary>
    public static string Put(string card, string title, string body)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(body);
        var sections = Sections(card.ReplaceLineEndings("\n").TrimEnd('\n')).Where(section => !IsCalled(section, title)).ToList();
        var scores = sections.FindIndex(section => IsCalled(section, "Scores"));
        sections.Insert(scores >= 0 ? scores + 1 : sections.Count, $"## {title}\n\n{body.TrimEnd('\n')}");
        return string.Join("\n\n", sections.Select(section => section.TrimEnd('\n'))) + "\n";
    }

    private static bool IsCalled(string section, string title) => section.Split('\n')[0].TrimEnd() == $"## {title}";

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
