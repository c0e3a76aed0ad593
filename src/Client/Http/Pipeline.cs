using System.Net.Http.Headers;

namespace Seq2SeqService.Client.Http;

/// <summary>What stands between the client and the network, alike with and without a container of services.</summary>
internal static class Pipeline
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);   // addresses change behind a name

    public static HttpClient Create(TranslationClientOptions options)
    {
        OptionsCheck.Assert(options);
        var retries = Retries(options, TimeProvider.System);
        retries.InnerHandler = new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime };
        var http = new HttpClient(retries);
        Configure(http, options);
        return http;
    }

    public static RetryHandler Retries(TranslationClientOptions options, TimeProvider clock) => new(options, new(options, Random.Shared.NextDouble), clock);

    public static void Configure(HttpClient http, TranslationClientOptions options)
    {
        http.BaseAddress = Directory(options.BaseAddress);
        http.Timeout = Timeout.InfiniteTimeSpan;   // the handler keeps the time, of each try and of all
        if (options.ApiKey is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>With a slash at its end; without one the last part of a path would be replaced by a route.</summary>
    private static Uri Directory(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
}
