using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Admission;

public sealed class DeadlineTests
{
    private const string Request = """{"q":"Hello","source":"en","target":"de"}""";

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("700", null, 700)]
    [InlineData(null, 900, 900)]
    [InlineData("700", 900, 700)]
    [InlineData("900", 700, 700)]
    public async Task The_nearer_of_header_and_option_is_the_deadline(string? header, int? option, int? expected)
    {
        await using var service = new Service();

        await SendAsync(service, option is null ? Request : $$"""{"q":"Hello","source":"en","target":"de","options":{"deadlineMs":{{option}} } }""", header);

        Assert.Equal(expected, (int?)service.Translator.Asked.Single().Deadline?.TotalMilliseconds);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("soon")]
    [InlineData("3600001")]
    public async Task A_header_that_is_no_time_is_named(string header)
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await SendAsync(service, Request, header), 400, "invalid-request", "X-Deadline-Ms");
    }

    [Theory]
    [InlineData("\"deadlineMs\":0", "options.deadlineMs")]
    [InlineData("\"deadlineMs\":3600001", "options.deadlineMs")]
    [InlineData("\"priority\":\"urgent\"", "options.priority")]
    public async Task Options_that_say_nothing_are_named(string option, string field)
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await service.PostAsync($$"""{"q":"a","source":"en","target":"de","options":{ {{option}} } }"""), 400, "invalid-request", field);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_is_a_504_problem_without_Retry_After()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.DeadlinePassed) };

        var response = await service.PostAsync(Request);

        await ProblemAssert.IsProblemAsync(response, 504, "deadline-passed", field: null);
        Assert.False(response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task Who_would_be_late_is_told_when_there_will_be_time()
    {
        await using var service = new Service
        {
            Translator = FakeTranslator.Throwing(() => new TranslationException(TranslationFailure.QueueFull, "Late.") { RetryAfter = TimeSpan.FromSeconds(6.2) }),
        };

        var response = await service.PostAsync("""{"q":["Hello","Guten Tag"],"source":"en","target":"de"}""");

        await ProblemAssert.IsProblemAsync(response, 503, "at-capacity", field: null);
        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData(1, null, Priority.Interactive)]
    [InlineData(3, null, Priority.Interactive)]
    [InlineData(4, null, Priority.Bulk)]
    [InlineData(4, "interactive", Priority.Interactive)]
    [InlineData(1, "bulk", Priority.Bulk)]
    public async Task Many_texts_are_bulk_unless_the_request_says_otherwise(int texts, string? said, Priority expected)
    {
        await using var service = new Service { Settings = { ["Api:BulkTexts"] = "3" } };
        var q = string.Join(',', Enumerable.Range(0, texts).Select(i => $"\"Text {i}\""));

        await service.PostAsync($$"""{"q":[{{q}}],"source":"en","target":"de"{{(said is null ? "" : $$""","options":{"priority":"{{said}}"}""")}}}""");

        Assert.Equal(expected, service.Translator.Asked.Single().Priority);
    }

    [Fact]
    public async Task Documents_are_bulk()
    {
        await using var service = new Service();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes("Hello.\n")), "file", "letter.txt" }, { new StringContent("en"), "source" }, { new StringContent("de"), "target" },
        };

        await service.CreateClient().PostAsync("/translate_file", form, TestContext.Current.CancellationToken);

        Assert.Equal(Priority.Bulk, service.Translator.Asked.Single().Priority);
    }

    [Fact]
    public async Task One_part_that_is_refused_ends_the_others()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = new Service
        {
            Translator = new()
            {
                Behaviour = async (request, cancel) =>
                {
                    if (request.Source == "de")
                        throw new TranslationException(TranslationFailure.QueueFull, "Full.");

                    cancel.Register(ended.SetResult);
                    await Task.Delay(Timeout.Infinite, cancel);
                    throw new InvalidOperationException("never reached");
                },
            },
            Catalog = new() { Models = [FakeCatalog.Model("all", "1", ("en", "zh-Hans"), ("de", "zh-Hans"))] },
        };

        var response = await service.PostAsync("""{"q":["Good morning, my friend!","Guten Morgen, mein Freund!"],"source":"auto","target":"zh-Hans"}""");

        await ProblemAssert.IsProblemAsync(response, 503, "at-capacity", field: null);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("203.0.113.7", "address 203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "address 203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::")]
    public void A_caller_that_is_not_known_is_its_address_or_its_network(string address, string caller) =>
        Assert.Equal(caller, Callers.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } }.Caller()));

    [Fact]
    public void A_caller_that_signed_in_is_its_name_wherever_it_comes_from()
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.7") } };

        Assert.Equal("key key-7", Callers.Of(context.SetCaller("key-7", Scopes.Translate)));
    }

    private static Task<HttpResponseMessage> SendAsync(Service service, string json, string? header)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/translate") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (header is not null)
            request.Headers.TryAddWithoutValidation("X-Deadline-Ms", header);

        return service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }
}
