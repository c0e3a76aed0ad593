using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Streaming;

/// <summary>
/// A translation as events: <c>partial</c> while it grows, then <c>done</c> with the plain answer, or <c>error</c> with a problem. What fails before
/// the first event is an ordinary problem.
/// </summary>
internal sealed partial class TranslationEvents(Func<IProgress<PartialText>, CancellationToken, Task<TranslateResponse>> translate) : IResult
{
    /// <summary>Proxies give up connections on which nothing has been said for 30 or 60 seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly LatestPartials _partials = new();
    private readonly Dictionary<int, string> _told = [];

    public async Task ExecuteAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var services = context.RequestServices;
        var events = new EventStream(context.Response, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions, ended.Token);
        try
        {
            var translation = TranslateAsync(ended.Token);
            await TellAsync(events, services.GetRequiredService<TimeProvider>(), ended.Token);
            await events.WriteAsync("done", Kept(await translation));
        }
        catch (Exception error) when (context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            if (!ProblemTable.IsExpected(error))
                LogFailed(services.GetRequiredService<ILogger<TranslationEvents>>(), error);

            await events.WriteAsync("error", ProblemTable.Describe(context, error));
        }
        finally
        {
            await ended.CancelAsync();   // whatever went wrong on the way out, nobody waits for the translation any more
        }
    }

    private async Task<TranslateResponse> TranslateAsync(CancellationToken cancel)
    {
        try
        {
            return await translate(_partials, cancel);
        }
        finally
        {
            _partials.Complete();
        }
    }

    private async Task TellAsync(EventStream events, TimeProvider clock, CancellationToken cancel)
    {
        while (await NextAsync(events, clock, cancel))
        {
            foreach (var partial in _partials.Take())
            {
                Keep(partial.Place, partial.Text);
                await events.WriteAsync("partial", new PartialTranslation { Index = partial.Place, TranslatedText = partial.Text });
            }
        }
    }

    /// <summary>Waits for something to tell and keeps the connection alive meanwhile; false when there is no more.</summary>
    private async Task<bool> NextAsync(EventStream events, TimeProvider clock, CancellationToken cancel)
    {
        var next = _partials.ChangedAsync(cancel);
        while (!next.IsCompleted)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (await Task.WhenAny(next, Task.Delay(Silence, clock, silence.Token)) != next)
                await events.WriteCommentAsync("keep-alive");

            await silence.CancelAsync();
        }

        return await next;
    }

    /// <summary>The answer, if it begins with what was told of it.</summary>
    private TranslateResponse Kept(TranslateResponse answer)
    {
        foreach (var place in _told.Keys.ToList())
            Keep(place, answer.TranslatedText.Texts[place]);

        return answer;
    }

    /// <summary>
    /// Nothing is ever taken back. It could only happen where an engine failed and, decoding anew, came to other words, as engines that promise no
    /// equal bits may: then the stream fails.
    /// </summary>
    private void Keep(int place, string text)
    {
        if (!text.StartsWith(_told.GetValueOrDefault(place, ""), StringComparison.Ordinal))
            throw new InvalidOperationException($"Text {place} does not begin with what was told of it before.");

        _told[place] = text;
    }

    [LoggerMessage(LogLevel.Error, "A translation failed after its first event")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
