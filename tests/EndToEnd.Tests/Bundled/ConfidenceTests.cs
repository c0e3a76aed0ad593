using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Scores;

namespace Seq2SeqService.EndToEnd.Tests.Bundled;

/// <summary>What the bundled model says of its own translations, against what becomes of sentences that it has not seen.</summary>
public sealed class ConfidenceTests
{
    private const double Good = 50;   // chrF

    [Theory]
    [InlineData("en", "de")]
    [InlineData("de", "en")]
    public async Task A_chance_is_about_the_share_of_good_sentences(string source, string target)
    {
        await using var service = new RunningService(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));
        using var client = new HttpClient { BaseAddress = service.Address };
        await Condition.MetAsync(async () => (await client.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        var pairs = BundledModel.Sentences.Select(pair => source == "en" ? (From: pair.English, To: pair.German) : (From: pair.German, To: pair.English)).ToList();

        var judged = new List<(double Chance, double Chrf)>();
        foreach (var batch in pairs.Chunk(100))
        {
            var request = new { q = batch.Select(pair => pair.From), source, target, options = new { confidence = true } };
            using var response = await client.PostAsJsonAsync("translate", request, TestContext.Current.CancellationToken);
            var results = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["results"]!.AsArray();
            judged.AddRange(batch.Zip(results, (pair, result) => (
                result!["sentences"]!.AsArray().Average(sentence => (double)sentence!["confidence"]!),
                new Chrf().Score([(string)result["text"]!], [pair.To]).Value)));
        }

        Assert.Equal(judged.Average(sentence => sentence.Chance), judged.Average(sentence => sentence.Chrf >= Good ? 1.0 : 0), 0.1);
        var ordered = judged.OrderBy(sentence => sentence.Chance).Select(sentence => sentence.Chrf).ToList();
        var (unsure, sure) = (ordered[..(ordered.Count / 2)].Average(), ordered[(ordered.Count / 2)..].Average());
        Assert.True(sure >= unsure + 15, $"chrF {sure:F1} of those it is sure of, {unsure:F1} of the others");
    }
}
