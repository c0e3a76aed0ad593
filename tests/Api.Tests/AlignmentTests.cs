using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

/// <summary>Alignment, confidence and tags over real HTTP, on the managed engine.</summary>
public sealed class AlignmentTests : IAsyncLifetime
{
    private readonly StoreService _service = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service.Publish("en-de", contents => contents);
        _client = await _service.StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Words_that_go_together_are_named_by_their_characters()
    {
        const string Text = "The fox jumps. 😀\nWhere is the dog?";

        var answer = await AnswerAsync(Text, "text", new JsonObject { ["alignment"] = true, ["maxLength"] = 8 });

        var translation = (string)answer["translatedText"]!;
        var sentences = answer["results"]![0]!["sentences"]!.AsArray();
        Assert.Equal(2, sentences.Count);
        foreach (var sentence in sentences.Select(sentence => sentence!))
        {
            Assert.Equal(["alignment"], Asked(sentence));
            foreach (var pair in ((string)sentence["alignment"]!).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.Matches(@"\A\d+:\d+-\d+:\d+\z", pair);
                var places = Regex.Matches(pair, @"\d+").Select(number => int.Parse(number.Value)).ToArray();
                Assert.InRange(places[1], places[0], Text.Length - 1);
                Assert.InRange(places[3], places[2], translation.Length - 1);
                Assert.False(char.IsWhiteSpace(Text[places[0]]) || char.IsWhiteSpace(translation[places[2]]));
            }
        }
    }

    [Fact]
    public async Task Each_word_has_its_chance_and_its_place()
    {
        var answer = await AnswerAsync("The fox jumps. Where is the dog?", "text", new JsonObject { ["confidence"] = true, ["maxLength"] = 8 });

        var translation = (string)answer["translatedText"]!;
        foreach (var sentence in answer["results"]![0]!["sentences"]!.AsArray().Select(sentence => sentence!))
        {
            Assert.Equal(["confidence", "words"], Asked(sentence));
            Assert.InRange((double)sentence["confidence"]!, 0, 1);
            foreach (var word in sentence["words"]!.AsArray().Select(word => word!))
            {
                Assert.Equal((string?)word["text"], translation[(int)word["start"]!..((int)word["end"]! + 1)]);
                Assert.InRange((double)word["confidence"]!, 0, 1);
            }
        }
    }

    [Theory]
    [InlineData("<p class=\"a\">The <b>fox</b> jumps.</p><script>x < y</script>", "<p class=\"a\"><b></b></p><script></script>")]
    [InlineData("The fox", "")]
    [InlineData("<td>The <img src=x> dog", "<td><img src=x></td>")]
    public async Task HTML_comes_back_with_its_tags(string html, string tags)
    {
        var answer = await AnswerAsync(html, "html", new JsonObject { ["maxLength"] = 8 });

        var translation = (string)answer["translatedText"]!;
        Assert.Equal(tags, string.Concat(Regex.Matches(translation, "<[a-z/][^>]*>").Select(tag => tag.Value)));
    }

    [Fact]
    public async Task Tags_too_deep_are_a_problem_of_q()
    {
        var response = await PostAsync(string.Concat(Enumerable.Repeat("<div>", 1000)), "html", []);

        await ProblemAssert.IsProblemAsync(response, 400, "invalid-request", "q");
    }

    private async Task<JsonNode> AnswerAsync(string text, string format, JsonObject options)
    {
        var response = await PostAsync(text, format, options);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await Service.JsonOf(response);
    }

    /// <summary>What a sentence has besides what every one has.</summary>
    private static IEnumerable<string> Asked(JsonNode sentence) =>
        sentence.AsObject().Select(member => member.Key).Except(["text", "translatedText", "warnings"]);

    private Task<HttpResponseMessage> PostAsync(string text, string format, JsonObject options)
    {
        var request = new JsonObject { ["q"] = text, ["source"] = "en", ["target"] = "de", ["format"] = format, ["options"] = options };
        return _client.PostAsync("translate", new StringContent(request.ToJsonString(), System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
    }
}
