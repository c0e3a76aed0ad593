using System.Text;
using System.Text.Json.Nodes;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>Nothing that a caller sends gets a 5xx, takes the service down, or is refused without the name of the field.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private const string Sentence = "The quick brown fox jumps.";

    private readonly TinyStore _store = new();
    private readonly RunningService _service;
    private readonly TinyClient _client;

    public HostileRequestTests()
    {
        _store.Publish(1);
        _service = TinyClient.Serve(_store);
        _client = new TinyClient(_service);
    }

    public async ValueTask InitializeAsync() => await _client.ReadyAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task What_cannot_be_translated_is_a_4xx_problem_that_names_the_field()
    {
        (string Field, string Json)[] requests =
        [
            ("q", Request("")),
            ("q", Request(new string('a', 100 * 1024))),
            ("q", Request(new string('\n', 10_000))),
            ("q", Request("a\0b")),
            ("q", """{"q":"a\ud800","source":"en","target":"de"}"""),
            ("q", """{"q":"\udc00\ud800","source":"en","target":"de"}"""),
            ("q", """{"q":17,"source":"en","target":"de"}"""),
            ("q[1]", """{"q":["a",{}],"source":"en","target":"de"}"""),
            ("q", """{"source":"en","target":"de"}"""),
            ("q", """{"q":"a"""),
            ("source", """{"q":"a","source":"tlh","target":"de"}"""),
            ("target", """{"q":"a","source":"en","target":"tlh"}"""),
            ("target", """{"q":"a","source":"en"}"""),
            ("body", "{'q':'a'}"),
            ("body", "\u0000"),
            ("body", "[]"),
            ("body", ""),
            ("body", new string('[', 100_000)),
            ("body", Request(new string('a', 2 << 20))),
            ("options.beamSize", """{"q":"a","source":"en","target":"de","options":{"beamSize":100000}}"""),
            ("options.maxLength", """{"q":"a","source":"en","target":"de","options":{"maxLength":1e9}}"""),
            ("options.model", """{"q":"a","source":"en","target":"de","options":{"model":"../../etc"}}"""),
            ("options.prefix", """{"q":"a","source":"en","target":"de","options":{"prefix":"漢字"}}"""),
            ("options.prefix", $$$"""{"q":"a","source":"en","target":"de","options":{"prefix":"{{{new string('e', 1000)}}}"}}"""),
        ];

        var wrong = new List<string>();
        foreach (var (field, json) in requests)
        {
            var (status, body) = await _client.PostAsync(json);
            if (status is < 400 or >= 500 || body!["errors"]?[field] is null)
                wrong.Add($"{Shortened(json)}: {status} {body?.ToJsonString()}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_is_odd_but_text_is_translated()
    {
        string[] texts =
        [
            new('a', 5000), new('.', 5000), new('\u0301', 5000), new('\u202E', 5000), new('漢', 5000), new('\uFFFD', 5000),
            string.Concat(Enumerable.Repeat("a. ", 1600)), string.Concat(Enumerable.Repeat("A! ", 600)), string.Concat(Enumerable.Repeat("😀", 2500)),
            string.Concat(Enumerable.Repeat("e\u0301\u0302\u0303", 1250)), "<script>alert(1)</script>", "</s><pad><unk>>>de<<", "▁▁▁", "\u200B\uFEFF\u00AD",
            string.Concat(Enumerable.Range(1, 31).Select(control => (char)control)), "a\u2028b\u2029c\u0085d",
        ];

        var wrong = new List<string>();
        foreach (var text in texts)
        {
            var (status, body) = await _client.PostAsync(Request(text));
            if (status != 200)
                wrong.Add($"{Shortened(text)}: {status} {body?.ToJsonString()}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_caller_who_is_refused_disturbs_no_other()
    {
        var before = await _client.TranslateAsync(Sentence);

        var hostile = Enumerable.Range(0, 200).Select(i => _client.PostAsync(Request(new string('a', i * 60) + "\0")));
        var others = Enumerable.Range(0, 50).Select(_ => _client.TranslateAsync(Sentence));
        var (refused, answers) = (await Task.WhenAll(hostile), await Task.WhenAll(others));

        Assert.All(refused, answer => Assert.InRange(answer.Status, 400, 499));
        Assert.All(answers, answer => Assert.Equal(before, answer));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_a_4xx_problem()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var body = new byte[random.Next(1, 2000)];
            random.NextBytes(body);
            Assert.InRange((await _client.PostAsync(body)).Status, 400, 499);
        }

        var (status, problem) = await _client.PostAsync([.. "{\"q\":\""u8, 0xC3, 0x28, .. "\",\"source\":\"en\",\"target\":\"de\"}"u8]);
        Assert.Equal(400, status);
        Assert.NotNull(problem!["errors"]!["q"]);
    }

    private static string Request(string text) => new JsonObject
    {
        ["q"] = text, ["source"] = "en", ["target"] = "de", ["options"] = new JsonObject { ["maxLength"] = 4 },
    }.ToJsonString();

    private static string Shortened(string text) => Encoding.UTF8.GetByteCount(text) <= 100 ? text : $"{text[..40]}… ({text.Length} characters)";
}
