using System.Net;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Monitoring;

[Collection(Alone.Name)]
public sealed class RequestMetricsTests
{
    private const string Request = """{"q":"a secret text","source":"en","target":"de"}""";

    [Fact]
    public async Task Requests_are_counted_by_dialect_and_timed()
    {
        await using var service = new Service();
        await service.PostAsync(Request);
        await service.PostAsync(Request);
        await PostAsync(service, "/translate", "q=a&source=en&target=de", "application/x-www-form-urlencoded");
        await service.CreateClient().PostAsync("/translate?q=a&source=en&target=de", content: null, TestContext.Current.CancellationToken);
        await PostAsync(service, "/v2/translate", """{"text":["a"],"target_lang":"DE"}""");
        await PostAsync(service, "/detect", """{"q":"a"}""");

        var metrics = await MetricsAsync(service);

        Assert.Equal("3", metrics["""nmt_requests_total{dialect="native",outcome="answered"}"""]);
        Assert.Equal("2", metrics["""nmt_requests_total{dialect="libretranslate",outcome="answered"}"""]);
        Assert.Equal("1", metrics["""nmt_requests_total{dialect="deepl",outcome="answered"}"""]);
        Assert.Equal("3", metrics["""nmt_request_time_seconds_count{dialect="native",outcome="answered"}"""]);
        Assert.Equal("3", metrics["""nmt_request_time_seconds_bucket{dialect="native",outcome="answered",le="+Inf"}"""]);
    }

    [Fact]
    public async Task Refused_requests_are_counted_by_the_kind_of_problem()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.QueueFull) };
        await service.PostAsync(Request);
        await service.PostAsync("""{"q":5}""");
        await PostAsync(service, "/v2/translate", """{"text":["a"],"target_lang":"DE"}""");
        await PostAsync(service, "/translate", "a", "text/plain");

        var metrics = await MetricsAsync(service);

        Assert.Equal("3", metrics["""nmt_requests_total{dialect="native",outcome="rejected"}"""]);
        Assert.Equal("1", metrics["""nmt_rejected_requests_total{dialect="native",reason="at-capacity"}"""]);
        Assert.Equal("1", metrics["""nmt_rejected_requests_total{dialect="native",reason="invalid-request"}"""]);
        Assert.Equal("1", metrics["""nmt_rejected_requests_total{dialect="native",reason="unsupported-media-type"}"""]);
        Assert.Equal("1", metrics["""nmt_rejected_requests_total{dialect="deepl",reason="at-capacity"}"""]);
    }

    [Fact]
    public async Task A_bug_is_a_failed_request()
    {
        await using var service = new Service { Translator = FakeTranslator.Throwing(() => new InvalidOperationException("a bug")) };
        await service.PostAsync(Request);

        var metrics = await MetricsAsync(service);

        Assert.Equal("1", metrics["""nmt_requests_total{dialect="native",outcome="failed"}"""]);
        Assert.DoesNotContain(metrics.Keys, name => name.StartsWith("nmt_rejected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_fails_after_its_first_event_does_not_count_as_answered()
    {
        var begun = new TaskCompletionSource();
        await using var service = new Service
        {
            Translator = Events.Telling(
                request =>
                {
                    request.Progress!.Report(new(0, "A"));
                    return begun.Task;
                },
                new InvalidOperationException("a bug")),
        };
        var response = await Events.BeginAsync(service, Request);
        begun.SetResult();
        Assert.Equal("error", (await Events.ReadAsync(response))[^1].Name);

        Assert.Equal("1", (await MetricsAsync(service))["""nmt_requests_total{dialect="native",outcome="failed"}"""]);
    }

    [Fact]
    public async Task A_caller_that_went_away_is_counted_as_such()
    {
        var asked = new TaskCompletionSource();
        await using var service = new Service
        {
            Translator = new FakeTranslator
            {
                Behaviour = async (_, cancel) =>
                {
                    asked.SetResult();
                    await Task.Delay(Timeout.Infinite, cancel);
                    throw new InvalidOperationException("unreachable");
                },
            },
        };
        using var leaving = new CancellationTokenSource();
        var request = service.CreateClient().PostAsync("/translate", new StringContent(Request, Encoding.UTF8, "application/json"), leaving.Token);
        await asked.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        await Condition.MetAsync(async () =>
            (await MetricsAsync(service)).GetValueOrDefault("""nmt_requests_total{dialect="native",outcome="cancelled"}""") == "1");
    }

    [Fact]
    public async Task Catalogs_probes_and_pages_are_no_requests_for_translations()
    {
        await using var service = new Service();
        foreach (var path in (string[])["/languages", "/v2/languages", "/models", "/health/ready", "/", "/nowhere", "/metrics"])
            await service.GetAsync(path);

        Assert.DoesNotContain((await MetricsAsync(service)).Keys, name => name.StartsWith("nmt_requests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_texts_nor_addresses_nor_paths_become_labels()
    {
        await using var service = new Service();
        await service.PostAsync(Request);
        await service.GetAsync("/a-path-of-nobody?key=secret");

        var text = await (await service.GetAsync("/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-path-of-nobody", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_there_unless_the_setting_takes_them_away()
    {
        await using var service = new Service();
        await using var without = new Service { Settings = { ["Api:Metrics"] = "false" } };

        var response = await service.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await without.GetAsync("/metrics")).StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(Service service, string path, string body, string type = "application/json") =>
        service.CreateClient().PostAsync(path, new StringContent(body, Encoding.UTF8, type), TestContext.Current.CancellationToken);

    /// <summary>The samples of a scrape by name and labels.</summary>
    private static async Task<Dictionary<string, string>> MetricsAsync(Service service)
    {
        var text = await (await service.GetAsync("/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => (Name: line[..line.LastIndexOf(' ')], Value: line[(line.LastIndexOf(' ') + 1)..]))
            .ToDictionary(sample => sample.Name, sample => sample.Value);
    }
}
