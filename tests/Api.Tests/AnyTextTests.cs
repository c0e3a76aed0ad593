using System.Net;
using System.Net.Http.Json;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Tests.Texts;

namespace Seq2SeqService.Api.Tests;

/// <summary>Random texts over real HTTP to a model whose weights are random too: whatever it says, what must not change comes back.</summary>
public sealed class AnyTextTests : IAsyncLifetime
{
    private const int Texts = 10_000;
    private const int AtOnce = 100;

    private readonly StoreService _service = new();
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service.Publish("en-de", contents => contents);
        _client = await _service.StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Ten_thousand_random_texts_are_answered_and_come_back_whole()
    {
        for (var first = 0; first < Texts; first += AtOnce)
        {
            string[] texts = [.. Enumerable.Range(first, AtOnce).Select(AnyText.Of)];
            var request = new { q = texts, source = "en", target = "de", options = new { beamSize = 1, maxLength = 6 } };

            var response = await _client.PostAsJsonAsync("translate", request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            foreach (var (text, translated) in texts.Zip((await Service.JsonOf(response))["translatedText"]!.AsArray()))
                AnyText.IsWhole(text, (string)translated!);
        }
    }
}
