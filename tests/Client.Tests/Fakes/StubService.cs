using System.Net;
using System.Text;

namespace Seq2SeqService.Client.Tests.Fakes;

/// <summary>Answers each request as the test says, in turn, and remembers what it was asked. The last answer is for all that follow.</summary>
internal sealed class StubService(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    public List<StubRequest> Asked { get; } = [];

    public static Func<CancellationToken, Task<HttpResponseMessage>> Json(string json, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") =>
        Answer(() => new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, mediaType) });

    public static Func<CancellationToken, Task<HttpResponseMessage>> Problem(HttpStatusCode status, string name, string? retryAfter = null) => Answer(() =>
    {
        var json = $$"""{"type":"/problems/{{name}}","title":"The title.","status":{{(int)status}},"error":"The title.","traceId":"abc"}""";
        var response = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/problem+json") };
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    });

    public static Func<CancellationToken, Task<HttpResponseMessage>> Events(Stream events) => Answer(() => new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StreamContent(events) { Headers = { { "Content-Type", "text/event-stream" } } },
    });

    public static Func<CancellationToken, Task<HttpResponseMessage>> Answer(Func<HttpResponseMessage> response) => _ => Task.FromResult(response());

    public static Func<CancellationToken, Task<HttpResponseMessage>> Failing(Exception error) => _ => Task.FromException<HttpResponseMessage>(error);

    /// <summary>Never answers, but for a cancellation.</summary>
    public static async Task<HttpResponseMessage> Silent(CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        throw new InvalidOperationException("An endless wait ended.");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add(new(request.Method.Method, request.RequestUri!, body, request.Headers.Accept.ToString(), request.Headers.Authorization?.ToString()));
        return await answers[Math.Min(Asked.Count, answers.Length) - 1](cancellationToken);
    }
}

internal sealed record StubRequest(string Method, Uri Address, string Body, string Accept, string? Authorization)
{
    public string Path => Address.AbsolutePath;
}
