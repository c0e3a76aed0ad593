namespace Seq2SeqService.Api.Hosting;

/// <summary>Where the service listens when nobody says otherwise.</summary>
internal static class ListeningAddress
{
    public const int Port = 5080;

    private static readonly string[] OtherWays = ["urls", "http_ports", "https_ports"];

    /// <summary>
    /// Port 5080 of this machine alone. The default stands here and not in <c>appsettings.json</c>, because a <c>Urls</c> there
    /// would win over the environment variable <c>ASPNETCORE_URLS</c>.
    /// </summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var chosen = OtherWays.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

        if (!chosen)
            builder.WebHost.UseUrls($"http://localhost:{Port}");
    }
}
