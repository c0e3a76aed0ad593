using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

/// <summary>Attention over real HTTP, on the managed engine.</summary>
public sealed class AttentionTests : IAsyncLifetime
{
    private readonly StoreService _service = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service.Publish("en-de", contents => contents);
        _service.Publish("couplets", contents => contents with { Directions = [] });
        _client = await _service.StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("en-de", 1, 0, 3)]
    [InlineData("en-de", 4, 2, 3)]
    [InlineData("couplets", 3, 0, 2)]
    public async Task Every_target_piece_shares_its_attention_among_the_source_pieces(string model, int beam, int alternatives, int sentences)
    {
        const string Text = "The fox jumps. Where is the dog?\nIt is here!";

        var plain = await AnswerAsync(Text, model, beam, alternatives, attention: false);
        var answer = await AnswerAsync(Text, model, beam, alternatives, attention: true);

        Assert.Equal((string?)plain["translatedText"], (string?)answer["translatedText"]);
        Assert.Equal(plain["alternatives"]?.ToJsonString(), answer["alternatives"]?.ToJsonString());
        Assert.DoesNotContain("\"attention\"", plain.ToJsonString(), StringComparison.Ordinal);
        var result = Assert.Single(answer["results"]!.AsArray())!;
        Assert.Equal((string?)answer["translatedText"], (string?)result["text"]);
        Assert.Equal(sentences, result["sentences"]!.AsArray().Count);
        Assert.All(result["sentences"]!.AsArray(), sentence => IsComplete(sentence!));
    }

    private static void IsComplete(JsonNode sentence)
    {
        var (source, target, rows) = (sentence["source"]!.AsArray(), sentence["target"]!.AsArray(), sentence["attention"]!.AsArray());

        Assert.Equal("</s>", (string?)source[^1]);
        Assert.InRange(target.Count, 1, 7);
        Assert.Equal(target.Count, rows.Count);
        foreach (var row in rows.Select(row => row!.AsArray()))
        {
            Assert.Equal(source.Count, row.Count);
            Assert.All(row, weight => Assert.InRange((double)weight!, 0, 1));
            Assert.Equal(1, row.Sum(weight => (double)weight!), 0.00005 * source.Count);
        }
    }

    private async Task<JsonNode> AnswerAsync(string text, string model, int beam, int alternatives, bool attention)
    {
        var request = new JsonObject
        {
            ["q"] = text, ["source"] = "en", ["target"] = "de", ["alternatives"] = alternatives,
            ["options"] = new JsonObject { ["model"] = model, ["beamSize"] = beam, ["maxLength"] = 6, ["attention"] = attention },
        };
        var content = new StringContent(request.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

        var response = await _client.PostAsync("translate", content, TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await Service.JsonOf(response);
    }
}
