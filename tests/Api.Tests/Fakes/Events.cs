using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>Asks for translations as events, and reads them as a client does.</summary>
internal static class Events
{
    public const string MediaType = "text/event-stream";

    /// <summary>A translator that tells what <paramref name="tell"/> says and then answers each text in upper case, or fails.</summary>
    public static FakeTranslator Telling(Func<TranslationRequest, Task> tell, Exception? failure = null)
    {
        var loud = new FakeTranslator();
        return new()
        {
            Behaviour = async (request, cancel) =>
            {
                await tell(request);
                return failure is null ? await loud.TranslateAsync(request, cancel) : throw failure;
            },
        };
    }

    /// <summary>The same, telling at once.</summary>
    public static FakeTranslator Telling(params IReadOnlyList<PartialText> partials) => Telling(request =>
    {
        foreach (var partial in partials)
            request.Progress?.Report(partial);

        return Task.CompletedTask;
    });

    /// <summary>Returns as soon as the answer has begun.</summary>
    public static async Task<HttpResponseMessage> BeginAsync(Service service, string json, string accept = MediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/translate") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await service.CreateClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>All events to the end of the answer.</summary>
    public static async Task<IReadOnlyList<(string Name, JsonNode Data)>> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(MediaType, response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string, JsonNode)>();
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
            events.Add((item.EventType, JsonNode.Parse(item.Data)!));

        return events;
    }

    public static async Task<IReadOnlyList<(string Name, JsonNode Data)>> OfAsync(Service service, string json) =>
        await ReadAsync(await BeginAsync(service, json));
}
