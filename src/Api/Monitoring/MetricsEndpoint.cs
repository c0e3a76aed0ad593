using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Monitoring;

internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapRead(Path, (PrometheusExporter exporter) => TypedResults.Text(exporter.Scrape(), PrometheusText.MediaType))
            .WithoutKey()
            .DisableHttpMetrics()
            .ExcludeFromDescription();
}
