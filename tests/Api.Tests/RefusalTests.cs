using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests;

public sealed class RefusalTests
{
    private const string Native = """{"q":"a","source":"en","target":"de"}""", DeepL = """{"text":["a"],"source_lang":"EN","target_lang":"DE"}""";

    [Theory]
    [InlineData("/translate", Native, "application/json", "error")]
    [InlineData("/translate", "q=a&source=en&target=de", "application/x-www-form-urlencoded", "error")]
    [InlineData("/v2/translate", DeepL, "application/json", "message")]
    public async Task A_refusal_of_any_dialect_is_answered_before_it_passes_all_middlewares(string path, string body, string type, string member)
    {
        await using var service = new Service
        {
            Translator = FakeTranslator.Throwing(() => new TranslationException(TranslationFailure.QueueFull, "Full for now.") { RetryAfter = TimeSpan.FromSeconds(6.2) }),
        };

        using var handled = new HandledExceptions(service);
        var response = await PostAsync(service, path, body, type);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal("no-store", response.Headers.GetValues("Cache-Control").Single());
        Assert.StartsWith("Full for now.", (string?)(await Service.JsonOf(response))[member], StringComparison.Ordinal);
        Assert.Equal(0, handled.Count);
    }

    [Theory]
    [InlineData("/translate", Native, true)]
    [InlineData("/translate", Native, false)]
    [InlineData("/v2/translate", DeepL, true)]
    [InlineData("/v2/translate", DeepL, false)]
    public async Task A_refusal_is_answered_without_being_thrown(string path, string body, bool isForeseen)
    {
        var refusal = new TranslationException(TranslationFailure.QueueFull, "Full for now.") { RetryAfter = TimeSpan.FromSeconds(6.2) };
        await using var service = new Service { Translator = isForeseen ? new() { Foreseen = refusal } : FakeTranslator.Full(refusal) };

        var thrown = new ConcurrentBag<Exception>();
        EventHandler<FirstChanceExceptionEventArgs> keep = (_, chance) => thrown.Add(chance.Exception);
        AppDomain.CurrentDomain.FirstChanceException += keep;
        for (var request = 0; request < 20; request++)
        {
            var response = await PostAsync(service, path, body, "application/json");

            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
            Assert.Contains("Full for now.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        AppDomain.CurrentDomain.FirstChanceException -= keep;
        Assert.DoesNotContain(refusal, thrown);   // other tests throw their own
        Assert.Equal(isForeseen ? 0 : 20, service.Translator.Asked.Count);
    }

    [Fact]
    public async Task A_request_that_is_under_way_already_is_joined_whatever_is_foreseen()
    {
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = new Service
        {
            Translator = new()
            {
                ForeseenNow = () => begun.Task.IsCompleted ? new TranslationException(TranslationFailure.QueueFull, "Full for now.") : null,
                Behaviour = async (request, _) =>
                {
                    begun.SetResult();
                    await mayEnd.Task;
                    return FakeTranslator.Loud(request);
                },
            },
        };
        var first = service.PostAsync(Native);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        var again = service.PostAsync(Native);
        var other = await service.PostAsync(Native.Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        var door = service.Services.GetRequiredService<RequestDoor>();
        Assert.True(SpinWait.SpinUntil(() => door.Waiting == 2, TimeSpan.FromSeconds(30)));
        mayEnd.SetResult();

        Assert.Equal(503, (int)other.StatusCode);
        Assert.Equal(200, (int)(await first).StatusCode);
        Assert.Equal(200, (int)(await again).StatusCode);
        Assert.Single(service.Translator.Asked);
    }

    [Fact]
    public async Task A_bug_still_reaches_the_handler_that_logs_it()
    {
        await using var service = new Service { Translator = FakeTranslator.Throwing(() => new InvalidOperationException("a bug")) };

        using var handled = new HandledExceptions(service);
        await service.PostAsync(Native);

        Assert.Equal(1, handled.Count);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_read_a_refusal()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.QueueFull), Settings = { ["Api:AllowedOrigin"] = "https://pages.example" } };
        var request = new HttpRequestMessage(HttpMethod.Post, "/translate") { Content = new StringContent(Native, Encoding.UTF8, "application/json"), Headers = { { "Origin", "https://pages.example" } } };

        var response = await service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("https://pages.example", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private static Task<HttpResponseMessage> PostAsync(Service service, string path, string body, string type) =>
        service.CreateClient().PostAsync(path, new StringContent(body, Encoding.UTF8, type), TestContext.Current.CancellationToken);

    /// <summary>What the framework's handler of exceptions says that it was given in one service.</summary>
    private sealed class HandledExceptions : IDisposable
    {
        private readonly MeterListener _listener = new();
        private int _count;

        public HandledExceptions(Service service)
        {
            var scope = service.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "aspnetcore.diagnostics.exceptions" && instrument.Meter.Scope == scope)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, exceptions, _, _) => Interlocked.Add(ref _count, (int)exceptions));
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
