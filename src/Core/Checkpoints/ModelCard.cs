using System.Globalization;
using System.Text;
using System.Text.Json;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One measured score of a model.</summary>
/// <param name="TestSet">What was translated, such as <c>tatoeba test (2000 sentences)</c>.</param>
/// <param name="Direction">Direction as <c>en-de</c>, or empty.</param>
/// <param name="Metric">Name, such as <c>BLEU</c> or <c>chrF2</c>.</param>
/// <param name="Value">0 to 100.</param>
/// <param name="Signature">The scorer's signature, which makes the figure repeatable.</param>
public sealed record ModelScore(string TestSet, string Direction, string Metric, double Value, string Signature);

/// <summary>The model card: where a model comes from, what it may be used for and how good it is.</summary>
public sealed record ModelCard
{
    public required string Title { get; init; }

    /// <summary>A few sentences: what the model does.</summary>
    public string Summary { get; init; } = "";

    /// <summary>SPDX identifier in lower case, such as <c>cc-by-2.0</c>.</summary>
    public required string License { get; init; }

    /// <summary>Further tags beside <c>translation</c> or <c>text2text-generation</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names of the training sets.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Who must be named, a line each.</summary>
    public IReadOnlyList<string> Attribution { get; init; } = [];

    public IReadOnlyList<ModelScore> Scores { get; init; } = [];

    /// <summary>The same scores of the weights in 8 bits, in the same order; null where there are no such weights.</summary>
    public IReadOnlyList<ModelScore>? Int8Scores { get; init; }

    /// <summary>The sentinels that are published with it.</summary>
    public IReadOnlyList<Sentinel> Sentinels { get; init; } = [];

    /// <summary>How it was trained, by key; in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Training { get; init; } = [];

    /// <summary>The recipe file's text, or null.</summary>
    public string? Recipe { get; init; }

    /// <summary>What the model does badly.</summary>
    public string Limitations { get; init; } = "";

    public DateOnly? Date { get; init; }

    /// <summary>The card as Markdown with YAML front matter, as model hubs read it.</summary>
    public string ToMarkdown(IReadOnlyList<LanguagePair> directions)
    {
        var card = new StringBuilder();
        AppendFrontMatter(card, directions);
        AppendLines(card, $"# {OneLine(Title)}", Summary);

        if (directions.Count > 0)
            AppendLines(card, "Directions: " + string.Join(", ", directions.Select(pair => $"{pair.Source} → {pair.Target}")) + ".");
        if (Date is { } date)
            AppendLines(card, $"Published {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.");

        AppendScores(card);
        AppendSection(card, Int8Section.Title, Int8Scores is null ? "" : Int8Section.Body(Scores, Int8Scores));
        AppendSection(card, SentinelSection.Title, SentinelSection.Body(Sentinels));
        AppendSection(card, "Training data and attribution", string.Join('\n', Attribution.Select(line => $"- {OneLine(line)}")));
        AppendSection(card, "Training", string.Join('\n', Training.Select(pair => $"- {OneLine(pair.Key)}: {OneLine(pair.Value)}")));
        AppendSection(card, "Recipe", Recipe is null ? "" : $"````json\n{Recipe.Trim()}\n````");
        AppendSection(card, "Limitations", Limitations);
        return card.ToString().TrimEnd('\n') + "\n";
    }

    private void AppendFrontMatter(StringBuilder card, IReadOnlyList<LanguagePair> directions)
    {
        var task = directions.Count > 0 ? "translation" : "text2text-generation";
        var metrics = Scores.Select(score => score.Metric.StartsWith("chrF", StringComparison.OrdinalIgnoreCase) ? "chrf" : "bleu");

        card.Append("---\n");
        AppendList(card, "language", directions.SelectMany(pair => (string[])[pair.Source, pair.Target]));
        card.Append(CultureInfo.InvariantCulture, $"license: {Quote(License)}\n");
        card.Append(CultureInfo.InvariantCulture, $"pipeline_tag: {task}\n");
        AppendList(card, "tags", [task, .. Tags]);
        AppendList(card, "datasets", Datasets);
        AppendList(card, "metrics", metrics);
        card.Append("---\n\n");
    }

    private void AppendScores(StringBuilder card)
    {
        if (Scores.Count == 0)
            return;

        card.Append("## Scores\n\n| Test set | Direction | Metric | Score | Signature |\n| --- | --- | --- | ---: | --- |\n");
        foreach (var score in Scores)
        {
            var value = score.Value.ToString("F2", CultureInfo.InvariantCulture);
            card.Append(CultureInfo.InvariantCulture,
                $"| {Cell(score.TestSet)} | {Cell(score.Direction)} | {Cell(score.Metric)} | {value} | `{Cell(score.Signature)}` |\n");
        }

        card.Append('\n');
    }

    private static void AppendList(StringBuilder card, string key, IEnumerable<string> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).ToList();
        if (distinct.Count == 0)
            return;

        card.Append(CultureInfo.InvariantCulture, $"{key}:\n");
        foreach (var value in distinct)
            card.Append(CultureInfo.InvariantCulture, $"- {Quote(value)}\n");
    }

    private static void AppendSection(StringBuilder card, string title, string body)
    {
        if (body.Length > 0)
            AppendLines(card, $"## {title}", body);
    }

    private static void AppendLines(StringBuilder card, params ReadOnlySpan<string> paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            if (paragraph.Length > 0)
                card.Append(paragraph.Trim('\n').ReplaceLineEndings("\n")).Append("\n\n");
        }
    }

    /// <summary>A JSON string is a YAML string; "no" (Norwegian) unquoted would be false.</summary>
    private static string Quote(string value) => JsonSerializer.Serialize(value);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    // A bar inside a table's cell would end it, also within backticks.
    internal static string Cell(string text) => OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
}
