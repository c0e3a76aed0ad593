using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

/// <summary>Models without languages over real HTTP, on the managed engine.</summary>
public sealed class OtherTasksTests : IAsyncLifetime
{
    private readonly StoreService _service = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service.Publish("couplets", contents => contents with { Directions = [] });
        _service.Publish("broken", contents => contents with { Directions = [], Weights = [contents.Weights[0]] });
        _client = await _service.StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("""{"q":"The fox","options":{"model":"couplets","minLength":1,"maxLength":6}}""")]
    [InlineData("""{"q":"The fox","source":"auto","target":"en","options":{"model":"couplets","minLength":1,"maxLength":6}}""")]
    public async Task A_text_and_a_models_name_are_enough(string json)
    {
        var answer = await AnswerAsync(json);

        Assert.NotEmpty((string)answer["translatedText"]!);
        Assert.Equal("""{"name":"couplets","version":"1"}""", answer["model"]!.ToJsonString());
    }

    [Fact]
    public async Task Lines_come_back_as_lines_and_each_is_answered_by_itself()
    {
        string[] lines = ["春风得意马蹄疾，一日看尽长安花。", "The fox! The dog?", "海内存知己", "17"];
        var apart = new List<string>();
        foreach (var line in lines)
            apart.Add((string)(await AnswerAsync(Request(line)))["translatedText"]!);

        var together = await AnswerAsync(Request($"{lines[0]}\n{lines[1]}\r\n\n  {lines[2]}\n{lines[3]}\n"));

        Assert.Equal($"{apart[0]}\n{apart[1]}\r\n\n  {apart[2]}\n{apart[3]}\n", (string?)together["translatedText"]);
        Assert.All(apart, Assert.NotEmpty);
    }

    [Fact]
    public async Task The_catalogue_shows_them_as_models_and_as_no_languages()
    {
        var models = (await _client.GetFromJsonAsync<JsonArray>("models", TestContext.Current.CancellationToken))!;
        var languages = await _client.GetFromJsonAsync<JsonArray>("languages", TestContext.Current.CancellationToken);

        Assert.Equal(["broken", "couplets"], models.Select(model => (string?)model!["name"]));
        Assert.All(models, model => Assert.Empty(model!["directions"]!.AsArray()));
        Assert.Single(models[0]!["refused"]!.AsArray());
        Assert.Empty(languages!);
    }

    [Theory]
    [InlineData("""{"q":"a","options":{"model":"nobody"}}""", 404, "unknown-model", "options.model")]
    [InlineData("""{"q":"a","options":{"model":"broken"}}""", 503, "no-model", null)]
    [InlineData("""{"q":"a","source":"en","target":"de"}""", 400, "unsupported-language", "options.model")]
    [InlineData("""{"q":"a"}""", 400, "unsupported-language", "options.model")]
    public async Task What_cannot_be_answered_is_a_problem_that_says_why(string json, int status, string type, string? field) =>
        await ProblemAssert.IsProblemAsync(await PostAsync(json), status, type, field);

    private static string Request(string text) => new JsonObject
    {
        ["q"] = text, ["options"] = new JsonObject { ["model"] = "couplets", ["minLength"] = 1, ["maxLength"] = 6 },
    }.ToJsonString();

    private Task<HttpResponseMessage> PostAsync(string json) =>
        _client.PostAsync("translate", new StringContent(json, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    private async Task<JsonNode> AnswerAsync(string json)
    {
        var response = await PostAsync(json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await Service.JsonOf(response);
    }
}
