using System.Text;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests;

public sealed class FailureTests
{
    private const string Request = """{"q":"a secret text","source":"en","target":"de"}""";

    [Theory]
    [InlineData(TranslationFailure.QueueFull, "at-capacity")]
    [InlineData(TranslationFailure.NoModel, "no-model")]
    [InlineData(TranslationFailure.Stopping, "stopping")]
    public async Task What_passes_with_time_is_a_503_problem_with_Retry_After(TranslationFailure failure, string type)
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(failure), Settings = { ["Api:RetryAfter"] = "00:00:03" } };

        var response = await service.PostAsync(Request);

        await ProblemAssert.IsProblemAsync(response, 503, type, field: null);
        Assert.Equal("3", response.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData(TranslationFailure.TextTooLong, 413, "too-large", "q")]
    [InlineData(TranslationFailure.UnknownLanguagePair, 400, "unsupported-language", "target")]
    [InlineData(TranslationFailure.UnknownModel, 404, "unknown-model", "options.model")]
    [InlineData(TranslationFailure.InvalidOption, 400, "invalid-request", "options")]
    public async Task What_the_translator_refuses_names_the_field_with_its_words(TranslationFailure failure, int status, string type, string field)
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(failure, "Sentence 3 has 900 tokens.") };

        var fault = await ProblemAssert.IsProblemAsync(await service.PostAsync(Request), status, type, field);

        Assert.Equal("Sentence 3 has 900 tokens.", fault);
    }

    [Fact]
    public async Task A_text_at_fault_among_several_is_named_by_its_place()
    {
        await using var service = new Service
        {
            Translator = FakeTranslator.Throwing(() => new TranslationException(TranslationFailure.TextTooLong, "The text has 9000 characters.", text: 2)),
        };

        await ProblemAssert.IsProblemAsync(await service.PostAsync("""{"q":["a","b","c"],"source":"en","target":"de"}"""), 413, "too-large", "q[2]");
    }

    [Fact]
    public async Task An_option_that_the_model_cannot_serve_is_named()
    {
        await using var service = new Service
        {
            Translator = FakeTranslator.Throwing(() => new TranslationException(TranslationFailure.InvalidOption, "The model 'm' has no attention.", "attention")),
        };

        await ProblemAssert.IsProblemAsync(
            await service.PostAsync("""{"q":"a","source":"en","target":"de","options":{"attention":true}}"""), 400, "invalid-request", "options.attention");
    }

    [Fact]
    public async Task Every_failure_of_the_translator_has_its_row_in_the_table()
    {
        foreach (var failure in Enum.GetValues<TranslationFailure>())
        {
            await using var service = new Service { Translator = FakeTranslator.Refusing(failure) };

            Assert.NotEqual(500, (int)(await service.PostAsync(Request)).StatusCode);
        }
    }

    [Fact]
    public async Task Without_a_serving_model_a_request_is_a_503_problem()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("en-de", version: null)] } };

        await ProblemAssert.IsProblemAsync(await service.PostAsync(Request), 503, "no-model", field: null);
        await ProblemAssert.IsProblemAsync(await service.GetAsync("/languages"), 503, "no-model", field: null);
        Assert.Empty(service.Translator.Asked);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_bug_is_a_500_problem_that_tells_nothing_and_is_logged_once(string environment)
    {
        await using var service = new Service
        {
            Translator = FakeTranslator.Throwing(() => new DivideByZeroException("inner detail")),
            Environment = environment,
        };

        var response = await service.PostAsync(Request);

        await ProblemAssert.IsProblemAsync(response, 500, "internal-error", field: null);
        Assert.DoesNotContain("inner detail", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var error = Assert.Single(service.Log.Lines, line => line.Level >= LogLevel.Error);
        Assert.IsType<DivideByZeroException>(error.Error);
    }

    [Fact]
    public async Task What_callers_do_wrong_is_no_error_in_the_log()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.QueueFull) };

        await service.PostAsync(Request);
        await service.PostAsync("{");
        await service.PostAsync("""{"q":5}""");

        Assert.DoesNotContain(service.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_request_is_one_line_in_the_log_that_carries_its_trace_id_and_no_text()
    {
        await using var service = new Service();

        var response = await service.PostAsync("""{"q":"a secret text","source":"en","target":"de","options":{"prefix":"a secret prefix"}}""");
        await service.PostAsync("""{"q":"a secret text","a secret name":1}""");
        await service.GetAsync("/nowhere%0Aforged?q=a+secret+query");

        var lines = service.Log.Lines.Where(line => line.Category.EndsWith(".RequestLog", StringComparison.Ordinal)).Select(line => line.Message).ToList();
        var traceId = response.Headers.GetValues("X-Trace-Id").Single();
        Assert.Equal(3, lines.Count);
        Assert.Matches(@"^POST /translate 200 in [0-9.]+ ms, trace " + traceId + "$", lines[0]);
        Assert.StartsWith("POST /translate 400 in", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("GET /nowhere%0Aforged 404 in", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log.Lines.Where(line => line.Level >= LogLevel.Information), line =>
            line.Message.Contains("secret", StringComparison.Ordinal) || line.Error is not null);
    }

    [Fact]
    public async Task Addresses_that_open_a_document_or_a_job_are_not_in_the_log()
    {
        await using var service = new Service();

        await service.GetAsync("/jobs/0AF7651916CD43DD8448EB211C80319C/result");
        await service.GetAsync("/download_file/0AF7651916CD43DD8448EB211C80319C.a-secret-name_de.docx");

        var lines = service.Log.Lines.Where(line => line.Category.EndsWith(".RequestLog", StringComparison.Ordinal)).Select(line => line.Message).ToList();
        Assert.StartsWith("GET /jobs/{id}/result 404 in", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /download_file/{", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log.Lines.Where(line => line.Level >= LogLevel.Information), line =>
            line.Message.Contains("0AF7", StringComparison.OrdinalIgnoreCase) || line.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_trace_id_is_the_callers_own_when_it_sends_one()
    {
        await using var service = new Service();
        var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var response = await client.GetAsync("/nowhere", TestContext.Current.CancellationToken);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (string?)(await Service.JsonOf(response))["traceId"]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_client_that_goes_away_stops_its_translation_and_shows_only_in_the_debug_log()
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = new Service
        {
            Translator = new() { Behaviour = UntilCancelled },
            Settings = { ["Logging:LogLevel:Seq2SeqService"] = "Debug" },
        };
        using var goesAway = new CancellationTokenSource();

        var sending = service.CreateClient().PostAsync("/translate", new StringContent(Request, Encoding.UTF8, "application/json"), goesAway.Token);
        await began.Task;
        await goesAway.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var line = await service.Log.FirstAsync(line => line.Message.StartsWith("POST /translate", StringComparison.Ordinal));
        Assert.StartsWith("POST /translate 499", line.Message, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Debug, line.Level);
        Assert.DoesNotContain(service.Log.Lines, other => other.Level >= LogLevel.Warning);

        async Task<TranslationResult> UntilCancelled(TranslationRequest request, CancellationToken cancel)
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException("never reached");
        }
    }
}
