using System.Text.Json.Nodes;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Data.Filters;

public sealed class FilterReportTests
{
    private readonly PairFilter _filter = new(new DataRecipe { DropRubbish = true, MinLanguageConfidence = 0.5 });

    [Fact]
    public void Each_text_has_its_counts_and_samples()
    {
        _filter.Report.Begin("first");
        Encode("A house &amp; a garden", "Ein Haus und ein Garten");
        Encode("The house is as big as a church.", "The garden is behind the house.");
        Encode("The house is as big as a church.", "Das Haus ist so groß wie eine Kirche.");
        _filter.Report.Begin("second");
        for (var i = 0; i < 20; i++)
            Encode($"copy {i}", $"copy {i}");
        Encode(new string('x', 1000) + "\uFFFD", "y");

        var json = JsonNode.Parse(_filter.Report.ToJson())!;
        Assert.Equal("1 pairs kept, 20 with equal sides, 2 with broken characters or markup, 1 in another language", _filter.Report.ToString());
        Assert.Equal(1, (int)json["kept"]!);
        Assert.Equal(20, (int)json["texts"]![1]!["dropped"]!["copy"]!["count"]!);
        Assert.Equal(5, json["texts"]![1]!["dropped"]!["copy"]!["samples"]!.AsArray().Count);
        Assert.Equal(301, ((string)json["texts"]![1]!["dropped"]!["rubbish"]!["samples"]![0]!["source"]!).Length);
        Assert.Contains("first: 1 kept of 3", _filter.Report.Lines());
        Assert.Contains("    copy 0 ||| copy 0", _filter.Report.Lines());
    }

    [Fact]
    public void A_pair_may_turn_out_later_to_have_been_there_before()
    {
        _filter.Report.Begin("first");
        Encode("A garden", "Ein Garten");

        _filter.Report.DropLate(0, "A garden", "Ein Garten");

        Assert.Equal("0 pairs kept, 1 seen before", _filter.Report.ToString());
    }

    private void Encode(string source, string target) =>
        _filter.Encode(new SentencePair(source, target, "de", "en"), pair => new EncodedPair(new int[pair.Source.Length], new int[pair.Target.Length]));
}
