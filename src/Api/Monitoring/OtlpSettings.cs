using Microsoft.Extensions.Options;

namespace Seq2SeqService.Api.Monitoring;

/// <summary>
/// Whether metrics and traces are sent by OTLP. The standard names alone decide (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and those that name one signal), in the
/// environment or wherever settings come from; all other <c>OTEL_</c> settings are read by OpenTelemetry itself.
/// </summary>
internal sealed record OtlpSettings(bool SendsMetrics, bool SendsTraces)
{
    private const string All = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Metrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string Traces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <exception cref="OptionsValidationException">An endpoint is no address.</exception>
    public static OtlpSettings Of(IConfiguration configuration)
    {
        var isOff = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return new(!isOff && (IsSet(All) | IsSet(Metrics)), !isOff && (IsSet(All) | IsSet(Traces)));

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(configuration[name]) && IsAddress(name, configuration[name]!);
    }

    private static bool IsAddress(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? true
            : throw new OptionsValidationException(name, typeof(OtlpSettings), [$"{name} is '{value}'; it must be an address such as http://localhost:4317, or be left out."]);
}
