using Seq2SeqService.Client.Http;

namespace Seq2SeqService.Client.Tests.Fakes;

/// <summary>The client with its retries, over a stub and a clock of the test's.</summary>
internal static class Clients
{
    public static TranslationClient Over(HttpMessageHandler service, TimeProvider? clock = null, TranslationClientOptions? options = null)
    {
        options ??= new();
        var time = clock ?? TimeProvider.System;
        var http = new HttpClient(new RetryHandler(options, new(options, () => 0.5), time) { InnerHandler = service });
        Pipeline.Configure(http, options);
        return new(http, options, time);
    }

    /// <summary>A patient client that does not wait between its tries.</summary>
    public static TranslationClientOptions WithoutWaits => new() { RetryDelay = TimeSpan.Zero };
}
