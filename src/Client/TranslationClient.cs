using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Seq2SeqService.Client.Http;
using Seq2SeqService.Client.Streaming;
using Seq2SeqService.Client.Wire;

namespace Seq2SeqService.Client;

/// <summary>
/// Calls a Seq2SeqService. Make one for the life of a program and use it from any thread. Every call throws
/// <see cref="TranslationServiceException"/> where the service refuses, fails or cannot be reached.
/// </summary>
public sealed class TranslationClient
{
    /// <summary>As a source: the service finds the language of each text.</summary>
    public const string Auto = "auto";

    private static readonly CallKind Streamed = new(IsStreamed: true);
    private static readonly CallKind Creating = new(IsRepeatable: false);
    private static readonly CallKind Probing = new(MayRetry: false);

    private readonly ServiceCalls _calls;
    private readonly TranslationClientOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>A client with connections, retries and timeouts of its own.</summary>
    /// <exception cref="ArgumentException">An option cannot be right.</exception>
    public TranslationClient(TranslationClientOptions options)
        : this(Pipeline.Create(options), options, TimeProvider.System)
    {
    }

    /// <summary>A client over yours: its address, headers and timeout count, and nothing is tried again but by its own handlers.</summary>
    /// <param name="http">With a <see cref="HttpClient.BaseAddress"/> that ends with a slash, and the timeout that it has now: of a stream too, until its end.</param>
    public TranslationClient(HttpClient http)
        : this(http, TimeProvider.System)
    {
    }

    internal TranslationClient(HttpClient http, TimeProvider clock)
        : this(http, new() { TotalTimeout = http.Timeout }, clock)
    {
    }

    internal TranslationClient(HttpClient http, TranslationClientOptions options, TimeProvider clock)
    {
        if (http.BaseAddress is null)
            throw new ArgumentException("The HttpClient has no BaseAddress: set it to the service's address.", nameof(http));

        (_calls, _options, _clock) = (new(http, clock), options, clock);
    }

    /// <summary>Translates one text.</summary>
    /// <param name="text">Any number of lines and sentences.</param>
    /// <param name="source">Its language, <see cref="Auto"/>, or null where the named model reads one only.</param>
    /// <param name="target">The language wanted, or null where the named model leaves no choice.</param>
    /// <param name="options">How to translate; null for the service's own way.</param>
    /// <param name="cancel">Ends the call; the service then stops its work.</param>
    public async Task<Translation> TranslateAsync(
        string text, string? source, string? target, TranslateOptions? options = null, CancellationToken cancel = default) =>
        (await TranslateAsync([text], source, target, options, cancel))[0];

    /// <summary>Translates several texts, and answers them in their order, or throws for all of them.</summary>
    /// <inheritdoc cref="TranslateAsync(string, string?, string?, TranslateOptions?, CancellationToken)"/>
    public async Task<IReadOnlyList<Translation>> TranslateAsync(
        IReadOnlyList<string> texts, string? source, string? target, TranslateOptions? options = null, CancellationToken cancel = default)
    {
        var answer = await _calls.PostAsync("translate", Body(texts, source, target, options), ClientJson.Default.TranslateAnswer, CallKind.Plain, cancel);
        return Translations(answer, texts.Count, HttpStatusCode.OK);
    }

    /// <summary>Translates one text and shows its translation while it grows. The last update has the whole answer.</summary>
    /// <inheritdoc cref="TranslateAsync(string, string?, string?, TranslateOptions?, CancellationToken)"/>
    public IAsyncEnumerable<TranslationUpdate> StreamAsync(
        string text, string? source, string? target, TranslateOptions? options = null, CancellationToken cancel = default) =>
        StreamAsync([text], source, target, options, cancel);

    /// <summary>Translates several texts and shows their translations while they grow. The last update of each has the whole answer.</summary>
    /// <inheritdoc cref="TranslateAsync(string, string?, string?, TranslateOptions?, CancellationToken)"/>
    public async IAsyncEnumerable<TranslationUpdate> StreamAsync(
        IReadOnlyList<string> texts, string? source, string? target, TranslateOptions? options = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var timeout = new CancellationTokenSource(_options.TotalTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, "translate") { Content = Body(texts, source, target, options) };
        request.Headers.Accept.ParseAdd(TranslationStream.MediaType);
        using var response = await _calls.SucceedAsync(request, Streamed, cancel);
        await using var updates = new TranslationStream(response, texts.Count, _clock).ReadAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(updates, timeout.Token, cancel))
            yield return updates.Current;
    }

    /// <summary>The languages that a text may be in, best first; empty where it has no letters of theirs.</summary>
    public Task<IReadOnlyList<DetectedLanguage>> DetectAsync(string text, CancellationToken cancel = default) =>
        _calls.PostAsync(
            "detect", JsonContent.Create(new DetectRequest(text), ClientJson.Default.DetectRequest), ClientJson.Default.IReadOnlyListDetectedLanguage, CallKind.Plain, cancel);

    /// <summary>The languages that are served, and to what each can be translated.</summary>
    public Task<IReadOnlyList<ServedLanguage>> LanguagesAsync(CancellationToken cancel = default) =>
        _calls.GetAsync("languages", ClientJson.Default.IReadOnlyListServedLanguage, cancel);

    /// <summary>The models of the store and what became of their versions.</summary>
    public Task<IReadOnlyList<ServedModel>> ModelsAsync(CancellationToken cancel = default) =>
        _calls.GetAsync("models", ClientJson.Default.IReadOnlyListServedModel, cancel);

    /// <summary>Translates a document and opens the translation. Both are read in pieces, never as a whole.</summary>
    /// <param name="document">The document, from its present position on; it stays open. Only one that can seek is sent again after a passing fault.</param>
    /// <param name="fileName">Its name; the ending says what it is.</param>
    /// <param name="source">Its language, or <see cref="Auto"/>.</param>
    /// <param name="target">The language wanted.</param>
    /// <param name="cancel">Ends the call, until the translation is opened.</param>
    public Task<TranslatedDocument> TranslateDocumentAsync(
        Stream document, string fileName, string source, string target, CancellationToken cancel = default) =>
        DocumentCalls.TranslateAsync(_calls, document, fileName, (source, target), cancel);

    /// <summary>The glossaries that the service keeps, without their entries.</summary>
    public async Task<IReadOnlyList<Glossary>> GlossariesAsync(CancellationToken cancel = default) =>
        (await _calls.GetAsync("glossaries", ClientJson.Default.GlossaryList, cancel)).Glossaries;

    /// <summary>One glossary with its entries.</summary>
    public Task<Glossary> GlossaryAsync(string id, CancellationToken cancel = default) =>
        _calls.GetAsync(Route("glossaries", id), ClientJson.Default.Glossary, cancel);

    /// <summary>Lets the service keep a glossary. It is tried again only where the service said that it kept nothing; else look into <see cref="GlossariesAsync"/> before you do.</summary>
    public Task<Glossary> CreateGlossaryAsync(NewGlossary glossary, CancellationToken cancel = default) =>
        _calls.PostAsync("glossaries", JsonContent.Create(glossary, ClientJson.Default.NewGlossary), ClientJson.Default.Glossary, Creating, cancel);

    /// <summary>Replaces a glossary as a whole.</summary>
    public async Task<Glossary> ReplaceGlossaryAsync(string id, NewGlossary glossary, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Route("glossaries", id)) { Content = JsonContent.Create(glossary, ClientJson.Default.NewGlossary) };
        using var response = await _calls.SucceedAsync(request, CallKind.Plain, cancel);
        return await ServiceCalls.ReadAsync(response, ClientJson.Default.Glossary, cancel);
    }

    /// <summary>Forgets a glossary.</summary>
    public Task DeleteGlossaryAsync(string id, CancellationToken cancel = default) => DeleteAsync(Route("glossaries", id), cancel);

    /// <summary>Lets the service translate many texts later. It is tried again only where the service said that it took nothing.</summary>
    /// <inheritdoc cref="TranslateAsync(string, string?, string?, TranslateOptions?, CancellationToken)"/>
    public Task<TranslationJob> StartJobAsync(
        IReadOnlyList<string> texts, string? source, string? target, TranslateOptions? options = null, CancellationToken cancel = default) =>
        _calls.PostAsync("jobs", Body(texts, source, target, options), ClientJson.Default.TranslationJob, Creating, cancel);

    /// <summary>How far a job is.</summary>
    public Task<TranslationJob> JobAsync(string id, CancellationToken cancel = default) => _calls.GetAsync(Route("jobs", id), ClientJson.Default.TranslationJob, cancel);

    /// <summary>The translations of a job that is done, in the order of its texts.</summary>
    public async Task<IReadOnlyList<Translation>> JobResultAsync(string id, CancellationToken cancel = default)
    {
        var answer = await _calls.GetAsync($"{Route("jobs", id)}/result", ClientJson.Default.TranslateAnswer, cancel);
        return Translations(answer, answer.TranslatedText.Count, HttpStatusCode.OK);
    }

    /// <summary>Removes a job; the service stops its work on it.</summary>
    public Task DeleteJobAsync(string id, CancellationToken cancel = default) => DeleteAsync(Route("jobs", id), cancel);

    /// <summary>How the service is, asked once: a service that is not ready is an answer here and no exception.</summary>
    public async Task<ServiceHealth> HealthAsync(HealthCheck check = HealthCheck.Ready, CancellationToken cancel = default)
    {
        var route = check switch { HealthCheck.Live => "health/live", HealthCheck.Startup => "health/startup", _ => "health/ready" };
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        using var response = await _calls.SendAsync(request, Probing, cancel);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
            throw await Refusals.OfAsync(response, _clock.GetUtcNow(), cancel);

        var answer = await ServiceCalls.ReadAsync(response, ClientJson.Default.HealthAnswer, cancel);
        return new(response.IsSuccessStatusCode, answer.Status);
    }

    internal static IReadOnlyList<Translation> Translations(TranslateAnswer answer, int texts, HttpStatusCode status)
    {
        try
        {
            return answer.Translations(texts);
        }
        catch (JsonException error)
        {
            throw Refusals.Unreadable(status, "translations of these texts", error);
        }
    }

    private static JsonContent Body(IReadOnlyList<string> texts, string? source, string? target, TranslateOptions? options) =>
        JsonContent.Create(TranslateRequest.Of(texts, source, target, options), ClientJson.Default.TranslateRequest);

    private static string Route(string of, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return $"{of}/{Uri.EscapeDataString(id)}";
    }

    private async Task DeleteAsync(string route, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, route);
        (await _calls.SucceedAsync(request, CallKind.Plain, cancel)).Dispose();
    }

    /// <summary>A stream that has used up its time ends as a timeout, not as if the caller had cancelled it.</summary>
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<TranslationUpdate> updates, CancellationToken timeout, CancellationToken cancel)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw Refusals.Late(new TimeoutException($"The translation was not done within {_options.TotalTimeout.TotalSeconds:0.#} seconds."));
        }
    }
}
