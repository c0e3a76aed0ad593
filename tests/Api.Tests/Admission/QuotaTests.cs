using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Admission;

public sealed class QuotaTests
{
    private const string Request = """{"q":"Hello","source":"en","target":"de"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_setting_there_is_no_quota()
    {
        await using var service = new Service();

        for (var i = 0; i < 50; i++)
            Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(Request)).StatusCode);
    }

    [Fact]
    public async Task More_requests_than_a_callers_share_are_a_429_problem_in_LibreTranslates_words()
    {
        await using var service = new Service { Clock = new StoppedClock(), Settings = { ["Api:Quota:RequestsPerMinute"] = "2" } };
        await service.PostAsync(Request);
        await service.PostAsync(Request);

        var refused = await service.PostAsync(Request);

        await ProblemAssert.IsProblemAsync(refused, 429, "quota-used-up", field: null);
        Assert.Equal("Slowdown: 2 per 1 minute", (string?)(await Service.JsonOf(refused))["error"]);
        Assert.Equal("30", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(2, service.Translator.Asked.Count);
    }

    [Fact]
    public async Task More_characters_than_a_callers_share_are_too()
    {
        await using var service = new Service { Clock = new StoppedClock(), Settings = { ["Api:Quota:CharactersPerMinute"] = "12" } };
        await service.PostAsync("""{"q":["Hello","World"],"source":"en","target":"de"}""");

        var refused = await service.PostAsync(Request);

        await ProblemAssert.IsProblemAsync(refused, 429, "quota-used-up", field: null);
        Assert.Equal("Slowdown: 12 characters per 1 minute", (string?)(await Service.JsonOf(refused))["error"]);
        Assert.Equal("15", refused.Headers.GetValues("Retry-After").Single());   // 3 characters are missing, one comes in 5 seconds
        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync("""{"q":"Hi","source":"en","target":"de"}""")).StatusCode);
    }

    [Fact]
    public async Task DeepLs_clients_read_a_message()
    {
        await using var service = new Service { Clock = new StoppedClock(), Settings = { ["Api:Quota:RequestsPerMinute"] = "1" } };
        var client = service.CreateClient();
        await client.PostAsync("/v2/translate", DeepLRequest(), Cancel);

        var refused = await client.PostAsync("/v2/translate", DeepLRequest(), Cancel);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("Slowdown: 1 per 1 minute", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync(Cancel))!["message"]);
        Assert.True(refused.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task A_document_is_paid_for_when_it_comes_in_and_not_once_more_by_its_parts()
    {
        await using var service = new Service { Clock = new StoppedClock(), Settings = { ["Api:Quota:CharactersPerMinute"] = "100", ["Api:Quota:RequestsPerMinute"] = "2", ["Api:MaxTexts"] = "1" } };

        var taken = await service.CreateClient().PostAsync("/translate_file", Document("One text.\n\nAnother text.\n\nA third one.\n"), Cancel);
        var refused = await service.CreateClient().PostAsync("/translate_file", Document(new string('a', 90)), Cancel);

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.True(service.Translator.Asked.Count > 2);
        await ProblemAssert.IsProblemAsync(refused, 429, "quota-used-up", field: null);
    }

    [Fact]
    public async Task What_is_refused_for_its_fields_costs_nothing()
    {
        await using var service = new Service { Clock = new StoppedClock(), Settings = { ["Api:Quota:RequestsPerMinute"] = "1" } };
        for (var i = 0; i < 5; i++)
            await service.PostAsync("""{"q":"","source":"en","target":"de"}""");

        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(Request)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_service_has_no_room_for_costs_nothing(bool isForeseen)
    {
        var full = new TranslationException(TranslationFailure.QueueFull, "Full for now.");
        await using var service = new Service
        {
            Translator = isForeseen ? new() { Foreseen = full } : FakeTranslator.Full(full),
            Clock = new StoppedClock(),
            Settings = { ["Api:Quota:RequestsPerMinute"] = "1", ["Api:Quota:CharactersPerMinute"] = "5" },
        };

        for (var i = 0; i < 3; i++)
            await ProblemAssert.IsProblemAsync(await service.PostAsync(Request), 503, "at-capacity", field: null);
    }

    [Fact]
    public async Task A_job_that_is_not_kept_costs_nothing()
    {
        await using var service = new Service
        {
            Clock = new StoppedClock(), Settings = { ["Api:Quota:RequestsPerMinute"] = "2", ["Api:Jobs:MaxKept"] = "1", ["Api:Jobs:Workers"] = "0" },
        };
        await PostJobAsync(service);

        for (var i = 0; i < 3; i++)
            await ProblemAssert.IsProblemAsync(await PostJobAsync(service), 503, "at-capacity", field: null);
    }

    [Fact]
    public async Task Reading_a_document_is_paid_for_whatever_becomes_of_it()
    {
        await using var service = new Service { Clock = new StoppedClock(), Settings = { ["Api:Quota:RequestsPerMinute"] = "1" } };

        var unreadable = await service.CreateClient().PostAsync("/translate_file", Document("no archive", "letter.docx"), Cancel);
        var refused = await service.CreateClient().PostAsync("/translate_file", Document("A text."), Cancel);

        Assert.Equal(400, (int)unreadable.StatusCode);
        await ProblemAssert.IsProblemAsync(refused, 429, "quota-used-up", field: null);
    }

    [Fact]
    public void What_is_not_limited_is_never_used_up() =>
        Assert.True(TokenBucket.Full(0, TimeSpan.Zero).Without(1).At(TimeSpan.FromSeconds(1)).IsFull);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Over_any_time_nobody_gets_more_than_the_share_and_who_waits_as_told_is_taken(int seed)
    {
        var random = new Random(seed);
        var (bucket, now, taken) = (TokenBucket.Full(600, TimeSpan.Zero), TimeSpan.Zero, 0.0);
        for (var i = 0; i < 2000; i++)
        {
            now += TimeSpan.FromSeconds(random.NextDouble() * 3);
            bucket = bucket.At(now);
            var amount = random.Next(1, 120);
            if (bucket.WaitFor(amount) is var wait && wait > TimeSpan.Zero)
            {
                Assert.Equal(TimeSpan.Zero, bucket.At(now + wait + TimeSpan.FromMilliseconds(1)).WaitFor(amount));
                continue;
            }

            bucket = bucket.Without(amount);
            taken += amount;
            Assert.InRange(taken, 0, 600 + (600 * now.TotalMinutes));
        }
    }

    [Fact]
    public void More_than_a_whole_share_is_given_to_who_has_it_whole_and_paid_back_afterwards()
    {
        var bucket = TokenBucket.Full(100, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, bucket.WaitFor(250));

        var owing = bucket.Without(250);

        Assert.Equal(151 * 0.6, owing.WaitFor(1).TotalSeconds, precision: 6);
        Assert.Equal(150, owing.WaitFor(500).TotalSeconds, precision: 6);
    }

    [Fact]
    public void Callers_do_not_use_up_one_anothers_share()
    {
        var quota = QuotaOf(requests: 1);

        quota.Take("one", new(1, 5));
        quota.Take("other", new(1, 5));

        Assert.Throws<RequestRefusedException>(() => quota.Take("one", new(1, 5)));
    }

    [Fact]
    public void However_many_callers_there_are_memory_is_bounded_and_the_last_ones_are_remembered()
    {
        var quota = QuotaOf(requests: 1);

        for (var caller = 0; caller < Quota.MostCallers + 10; caller++)
            quota.Take($"{caller}", new(1, 1));

        Assert.InRange(quota.Callers, 1, Quota.MostCallers);
        Assert.Throws<RequestRefusedException>(() => quota.Take($"{Quota.MostCallers + 9}", new(1, 1)));
    }

    private static Task<HttpResponseMessage> PostJobAsync(Service service) =>
        service.CreateClient().PostAsync("/jobs", new StringContent(Request, Encoding.UTF8, "application/json"), Cancel);

    private static Quota QuotaOf(int requests) => new(Options.Create(new QuotaOptions { RequestsPerMinute = requests }), new StoppedClock());

    private static FormUrlEncodedContent DeepLRequest() => new([new("text", "Hello"), new("source_lang", "EN"), new("target_lang", "DE")]);

    private static MultipartFormDataContent Document(string text, string name = "letter.md") => new()
    {
        { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", name },
        { new StringContent("en"), "source" },
        { new StringContent("de"), "target" },
    };

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
