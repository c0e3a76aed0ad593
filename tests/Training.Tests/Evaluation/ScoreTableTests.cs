using System.Text.Json.Nodes;
using Seq2SeqService.Core.Scores.Significance;
using Seq2SeqService.Training.Evaluation;

namespace Seq2SeqService.Training.Tests.Evaluation;

public sealed class ScoreTableTests
{
    private static readonly string[] References = ["the cat sat on the mat", "a dog ran home", "birds sing in the morning"];

    private static readonly SystemOutputs[] Systems =
    [
        new("first", ["the cat sat on a mat", "a dog runs home", "birds sing in the morning"]),
        new("models/other|1", References),
    ];

    [Fact]
    public void Markdown_has_a_row_for_each_system_and_the_signatures()
    {
        var lines = Table("bleu", "ter").ToMarkdown().Split('\n');

        Assert.Equal("| System | BLEU | μ ± 95 % | p | TER | μ ± 95 % | p |", lines[0]);
        Assert.Matches(@"^\| first \| \d+\.\d\d \| \d+\.\d\d ± \d+\.\d\d \|  \| \d", lines[2]);
        Assert.Matches(@"^\| models/other\\\|1 \| 100\.00 \| 100\.00 ± 0\.00 \| 0\.\d{4}\*? \| 0\.00 ", lines[3]);
        Assert.StartsWith("- BLEU: `nrefs:1|bs:100|seed:12345|case:mixed|", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_every_figure()
    {
        var json = JsonNode.Parse(Table("bleu", "chrf++").ToJson())!;

        Assert.Equal(3, (int)json["segments"]!);
        Assert.Equal("first", (string?)json["systems"]![0]!["name"]);
        Assert.Null(json["systems"]![0]!["scores"]!["BLEU"]!["p"]);
        Assert.Equal(100, (double)json["systems"]![1]!["scores"]!["chrF2++"]!["score"]!, tolerance: 1e-9);
        Assert.InRange((double)json["systems"]![1]!["scores"]!["BLEU"]!["p"]!, 1 / 101.0, 1);
        Assert.Contains("|nw:2|", (string?)json["signatures"]!["chrF2++"], StringComparison.Ordinal);
    }

    private static ScoreTable Table(params string[] measures) =>
        new(Systems, [References], new MeasureChoice { Measures = measures }.Create(isChinese: false), new PairedBootstrap(100));
}
