using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Seq2SeqService.Client.Http;

/// <summary>Sends requests, reads JSON, and lets nothing else than <see cref="TranslationServiceException"/> and the caller's own cancellation out.</summary>
internal sealed class ServiceCalls(HttpClient http, TimeProvider clock)
{
    public async Task<T> GetAsync<T>(string route, JsonTypeInfo<T> answer, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        using var response = await SucceedAsync(request, CallKind.Plain, cancel);
        return await ReadAsync(response, answer, cancel);
    }

    public async Task<T> PostAsync<T>(string route, HttpContent body, JsonTypeInfo<T> answer, CallKind kind, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = body };
        using var response = await SucceedAsync(request, kind, cancel);
        return await ReadAsync(response, answer, cancel);
    }

    /// <summary>The answer, if it is a success.</summary>
    /// <exception cref="TranslationServiceException">It is none.</exception>
    public async Task<HttpResponseMessage> SucceedAsync(HttpRequestMessage request, CallKind kind, CancellationToken cancel)
    {
        var response = await SendAsync(request, kind, cancel);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw await Refusals.OfAsync(response, clock.GetUtcNow(), cancel);
    }

    /// <summary>The answer, whatever its status is.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CallKind kind, CancellationToken cancel)
    {
        kind.Mark(request);
        try
        {
            return await http.SendAsync(request, kind.IsStreamed ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, cancel);
        }
        catch (HttpRequestException error)
        {
            throw Refusals.Unreachable(http.BaseAddress, error);
        }
        catch (TimeoutException error)
        {
            throw Refusals.Late(error);
        }
        catch (TaskCanceledException error) when (error.InnerException is TimeoutException late && !cancel.IsCancellationRequested)
        {
            throw Refusals.Late(late);   // of an HttpClient that keeps the time by itself
        }
    }

    /// <summary>What a success says; of one that is read while it comes the connection may still break.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> answer, CancellationToken cancel)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(answer, cancel) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw Refusals.Unreadable(response.StatusCode, "JSON of this service", error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Refusals.BrokenOff(error);
        }
    }
}
