using System.Net;
using System.Text.Json;
using Seq2SeqService.Client.Wire;

namespace Seq2SeqService.Client.Http;

/// <summary>Makes one exception of all that can go wrong between here and the service.</summary>
internal static class Refusals
{
    private const int MostShown = 200;

    public static async Task<TranslationServiceException> OfAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancel)
    {
        var problem = await ReadAsync(response, cancel);
        return Of(problem, response.StatusCode, response, now) ?? new($"The service answered {(int)response.StatusCode} {response.ReasonPhrase}.")
        {
            Status = response.StatusCode,
            TraceId = TraceId(response),
            RetryAfter = RetryPolicy.RetryAfter(response.Headers.RetryAfter, now),
        };
    }

    /// <summary>The type of the problem in an answer; null where it is a success, or says nothing that the service would say.</summary>
    public static async Task<string?> TypeOfAsync(HttpResponseMessage response, CancellationToken cancel) =>
        response.IsSuccessStatusCode ? null : (await ReadAsync(response, cancel))?.Type;

    /// <summary>A problem that came as an event, when the status had long been 200.</summary>
    public static TranslationServiceException OfEvent(string json, HttpResponseMessage response, DateTimeOffset now)
    {
        var problem = Read(System.Text.Encoding.UTF8.GetBytes(json));
        return Of(problem, (HttpStatusCode)(problem?.Status ?? (int)HttpStatusCode.InternalServerError), response, now)
            ?? Unreadable(response.StatusCode, "error", inner: null);
    }

    public static TranslationServiceException Unreachable(Uri? address, Exception error) =>
        new($"There is no answer from {address}: {error.Message}", error);

    public static TranslationServiceException Late(TimeoutException error) => new(error.Message, error);

    /// <summary>A success that is not what the service answers: another program, a proxy's page, or a service from another time.</summary>
    public static TranslationServiceException Unreadable(HttpStatusCode status, string what, Exception? inner) =>
        new($"The answer cannot be read as {what}: is this the address of a Seq2SeqService?", inner) { Status = status };

    /// <summary>The answer broke off; what had come of it is no translation.</summary>
    public static TranslationServiceException BrokenOff(Exception? inner) => new("The answer broke off before the translation was done.", inner);

    private static TranslationServiceException? Of(Problem? problem, HttpStatusCode status, HttpResponseMessage response, DateTimeOffset now)
    {
        if (problem?.Type is null && problem?.Title is null)
            return null;

        return new(problem.Detail ?? problem.Title ?? problem.Type!)
        {
            Status = status,
            Type = problem.Type,
            Title = problem.Title,
            Detail = problem.Detail,
            Errors = problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>(),
            TraceId = problem.TraceId ?? TraceId(response),
            RetryAfter = RetryPolicy.RetryAfter(response.Headers.RetryAfter, now),
        };
    }

    private static async Task<Problem?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return Read(await response.Content.ReadAsByteArrayAsync(cancel));
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return null;   // it broke off; the status has come
        }
    }

    private static Problem? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Default.Problem);
        }
        catch (JsonException)
        {
            return null;   // a proxy's page, or nothing
        }
    }

    private static string? TraceId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Trace-Id", out var values) ? values.First() is { Length: <= MostShown } id ? id : null : null;
}
