namespace Seq2SeqService.Api.Monitoring;

internal static class MonitoringServices
{
    /// <summary>Stands before what it measures: it starts first and stops last.</summary>
    public static void AddMonitoring(this IServiceCollection services)
    {
        services.AddSingleton<PrometheusExporter>();
        services.AddHostedService<Telemetry>();
        services.AddHostedService<UnobservedExceptions>();
    }
}
