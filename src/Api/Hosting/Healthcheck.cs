namespace Seq2SeqService.Api.Hosting;

/// <summary>
/// The verb <c>healthcheck [url]</c>: asks the service beside it whether it is ready and exits with 0 or 1.
/// A container image without shell and curl checks itself this way.
/// </summary>
internal static class Healthcheck
{
    public const string Verb = "healthcheck";

    public static async Task<int> RunAsync(string? url)
    {
        var address = url ?? $"http://127.0.0.1:{OwnPort()}/health/ready";

        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
            using var answer = await client.GetAsync(new Uri(address));
            await Console.Out.WriteLineAsync($"{address}: {(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"{address}: {error.Message}");
            return 1;
        }
    }

    /// <summary>The first port of <c>ASPNETCORE_URLS</c> or <c>ASPNETCORE_HTTP_PORTS</c>, as the service itself reads them.</summary>
    private static int OwnPort()
    {
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
        if (!string.IsNullOrEmpty(urls))
            return BindingAddress.Parse(urls.Split(';')[0]).Port;

        var ports = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS");
        return int.TryParse(ports?.Split(';')[0], out var port) ? port : ListeningAddress.Port;
    }
}
