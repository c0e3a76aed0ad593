using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Watching.Metrics;

/// <summary>
/// Sends the worker's metrics by OTLP where OpenTelemetry's own variables name a collector, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> or the one for
/// metrics alone; else does nothing. All other <c>OTEL_</c> variables are read by OpenTelemetry itself.
/// </summary>
internal static class OtlpExport
{
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Sends what is left when it is disposed. Null where nothing is set.</summary>
    /// <exception cref="RecipeException">An endpoint is no address.</exception>
    public static IDisposable? Start()
    {
        if (!IsOn(Environment.GetEnvironmentVariable))
            return null;

        var version = typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("seq2seqservice-training", serviceVersion: version).AddTelemetrySdk().AddEnvironmentVariableDetector())
            .AddMeter(TrainingMeter.Name)
            .AddOtlpExporter()
            .Build();
    }

    internal static bool IsOn(Func<string, string?> variable)
    {
        var named = Endpoints.Where(name => !string.IsNullOrWhiteSpace(variable(name))).ToList();
        foreach (var name in named)
            RequireAddress(name, variable(name)!);
        return named.Count > 0 && !string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
    }

    private static void RequireAddress(string name, string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new RecipeException($"{name} is '{value}'; it must be an address such as http://localhost:4317, or be left out.");
    }
}
