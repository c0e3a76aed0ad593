using System.Reflection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>
/// Listens to the meters and activity sources for as long as the service runs, where somebody wants what they say: <c>/metrics</c>, or a collector by
/// OTLP. Else nobody listens, and measuring costs nothing.
/// </summary>
internal sealed class Telemetry(IConfiguration configuration, IOptions<ApiOptions> options, PrometheusExporter scraped) : IHostedService, IDisposable
{
    private const int FlushMilliseconds = 2000;   // a collector that is gone must not hold up a stop

    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var otlp = OtlpSettings.Of(configuration);
        if (options.Value.Metrics || otlp.SendsMetrics)
            _meters = Meters(otlp);

        if (otlp.SendsTraces)
            _traces = Traces();

        return Task.CompletedTask;
    }

    /// <summary>Stops last of all, so that what was counted while the others stopped is sent too.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Shutdown(FlushMilliseconds), cancellationToken),
        Task.Run(() => _meters?.Shutdown(FlushMilliseconds), cancellationToken));

    public void Dispose()
    {
        _traces?.Dispose();
        _meters?.Dispose();
    }

    private MeterProvider Meters(OtlpSettings otlp)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(Resource())
            .AddMeter(Instrumentation.Name, RequestMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime");

        if (options.Value.Metrics)
            builder.AddReader(new BaseExportingMetricReader(scraped));

        if (otlp.SendsMetrics)
            builder.AddOtlpExporter();

        return builder.Build();
    }

    private TracerProvider Traces() => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .SetResourceBuilder(Resource())
        .AddSource("Microsoft.AspNetCore", JobSpan.SourceName, Instrumentation.Name)
        .AddOtlpExporter()
        .Build();

    /// <summary>What <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> say comes last, and wins.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("seq2seqservice", serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
