namespace Seq2SeqService.Client.Http;

/// <summary>Gives every try and the whole call their time, and tries again what failed for a passing reason.</summary>
internal sealed class RetryHandler(TranslationClientOptions options, RetryPolicy policy, TimeProvider clock) : DelegatingHandler
{
    /// <summary>No JSON answer comes near it: the service bounds the texts and the weights of a request.</summary>
    private const long MostBytesInMemory = 256 << 20;

    /// <exception cref="TimeoutException">No answer in time.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var kind = CallKind.Of(request);
        var started = clock.GetTimestamp();
        for (var retry = 0; ; retry++)
        {
            var mayRetry = kind.MayRetry && retry < policy.MaxRetries;
            var wait = policy.Wait(retry);
            try
            {
                var response = await TryOnceAsync(request, kind, Left(kind, started), cancellationToken);
                wait += RetryPolicy.RetryAfter(response.Headers.RetryAfter, clock.GetUtcNow()) ?? TimeSpan.Zero;
                var problem = await Refusals.TypeOfAsync(response, cancellationToken);

                // Where the wait would outlast the call, what the service said is a better end than a timeout.
                if (!mayRetry || !RetryPolicy.IsPassing(response.StatusCode, problem, kind) || wait >= Left(kind, started))
                    return response;

                response.Dispose();
            }
            catch (Exception error) when (error is HttpRequestException or TimeoutException && mayRetry && kind.IsRepeatable && wait < Left(kind, started))
            {
                // The next try tells whether that was a passing fault.
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private TimeSpan Left(CallKind kind, long started) => (kind.IsDocument ? options.DocumentTimeout : options.TotalTimeout) - clock.GetElapsedTime(started);

    private async Task<HttpResponseMessage> TryOnceAsync(HttpRequestMessage request, CallKind kind, TimeSpan left, CancellationToken cancel)
    {
        var limit = kind.IsDocument || left < options.AttemptTimeout ? left : options.AttemptTimeout;
        using var timeout = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, clock);   // a wait may last longer than it should
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            if (!kind.IsStreamed || !response.IsSuccessStatusCode)
                await response.Content.LoadIntoBufferAsync(MostBytesInMemory, either.Token);   // so that an answer that breaks off is tried again too

            return response;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            response?.Dispose();
            throw new TimeoutException($"The service did not answer within {Math.Max(0, limit.TotalSeconds):0.#} seconds.");
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }
}
