using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Seq2SeqService.Client.Http;
using Seq2SeqService.Client.Wire;

namespace Seq2SeqService.Client.Streaming;

/// <summary>Reads a translation while it grows, from server-sent events; a service without them answers all at once, which is read too.</summary>
internal sealed class TranslationStream(HttpResponseMessage response, int texts, TimeProvider clock)
{
    public const string MediaType = "text/event-stream";

    public async IAsyncEnumerable<TranslationUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType != MediaType)
        {
            foreach (var update in Last(await ServiceCalls.ReadAsync(response, ClientJson.Default.TranslateAnswer, cancel)))
                yield return update;
            yield break;
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        await using var events = SseParser.Create(body, (_, data) => Encoding.UTF8.GetString(data)).EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
        while (await NextAsync(events))
        {
            var (type, data) = (events.Current.EventType, events.Current.Data);
            if (type == "error")
                throw Refusals.OfEvent(data, response, clock.GetUtcNow());

            if (type == "partial")
                yield return Partial(data);

            if (type == "done")
            {
                foreach (var update in Last(Done(data)))
                    yield return update;
                yield break;
            }
        }

        throw Refusals.BrokenOff(inner: null);
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Refusals.BrokenOff(error);
        }
    }

    private TranslationUpdate Partial(string json)
    {
        try
        {
            var partial = JsonSerializer.Deserialize(json, ClientJson.Default.PartialText);
            return partial is { Index: >= 0 } && partial.Index < texts
                ? new() { Index = partial.Index, Text = partial.TranslatedText }
                : throw new JsonException($"The event is for none of the {texts} texts.");
        }
        catch (JsonException error)
        {
            throw Refusals.Unreadable(response.StatusCode, "an event of this service", error);
        }
    }

    private TranslateAnswer Done(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ClientJson.Default.TranslateAnswer) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw Refusals.Unreadable(response.StatusCode, "an event of this service", error);
        }
    }

    private IEnumerable<TranslationUpdate> Last(TranslateAnswer answer) =>
        TranslationClient.Translations(answer, texts, response.StatusCode)
            .Select((translation, index) => new TranslationUpdate { Index = index, Text = translation.Text, Translation = translation });
}
