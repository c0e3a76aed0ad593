using System.Globalization;
using System.Text;
using System.Text.Json;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Scores.Significance;

namespace Seq2SeqService.Training.Evaluation;

/// <summary>Systems beside each other: a row for each, and for each measure the score, its confidence interval and the p-value against the first.</summary>
internal sealed class ScoreTable
{
    private const double Significant = 0.05;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IReadOnlyList<SystemOutputs> _systems;
    private readonly IReadOnlyList<IReadOnlyList<SystemScore>> _scores;   // [measure][system]

    public ScoreTable(
        IReadOnlyList<SystemOutputs> systems, IReadOnlyList<IReadOnlyList<string>> references, IEnumerable<IMeasure> measures, PairedTest test)
    {
        _systems = systems;
        _scores = [.. measures.Select(measure => test.Compare(measure, [.. systems.Select(system => measure.Collect(system.Outputs, references))]))];
    }

    /// <summary>A table in Markdown, with the signatures below; an asterisk marks a difference that is hardly chance.</summary>
    public string ToMarkdown()
    {
        var table = new StringBuilder();
        Row(table, ["System", .. _scores.SelectMany(of => (string[])[of[0].Score.Name, "μ ± 95 %", "p"])]);
        Row(table, ["---", .. _scores.SelectMany(_ => (string[])["--:", "--:", "--:"])]);
        for (var system = 0; system < _systems.Count; system++)
            Row(table, [_systems[system].Name.Replace("|", "\\|", StringComparison.Ordinal), .. _scores.SelectMany(of => Cells(of[system]))]);

        table.Append('\n');
        foreach (var score in _scores.Select(of => of[0].Score))
            table.Append(CultureInfo.InvariantCulture, $"- {score.Name}: `{score.Signature}`\n");
        return table.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Segments = _systems[0].Outputs.Count,
            Signatures = _scores.ToDictionary(of => of[0].Score.Name, of => of[0].Score.Signature),
            Systems = _systems.Select((system, i) => new
            {
                system.Name,
                Scores = _scores.ToDictionary(of => of[i].Score.Name, of => new { Score = of[i].Score.Value, of[i].Mean, of[i].Interval, P = of[i].PValue }),
            }),
        },
        Json);

    private static string[] Cells(SystemScore score) =>
    [
        Number(score.Score.Value, "F2"), $"{Number(score.Mean, "F2")} ± {Number(score.Interval, "F2")}",
        score.PValue is { } chance ? Number(chance, "F4") + (chance < Significant ? "*" : "") : "",
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Row(StringBuilder table, IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
