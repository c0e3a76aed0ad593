using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Logging;

namespace Seq2SeqService.Api.Hosting;

/// <summary>Binds the settings, and applies those that belong to Kestrel and the host.</summary>
internal static class SettingsServices
{
    public static void AddSettings(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>()
            .BindConfiguration(ApiOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddOptions<DetectionOptions>()
            .BindConfiguration(DetectionOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddOptions<SampleOptions>()
            .BindConfiguration(SampleOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddOptions<QuotaOptions>()
            .BindConfiguration(QuotaOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>((kestrel, api) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = api.Value.MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = api.Value.HeadersTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new(api.Value.MinBodyBytesPerSecond, gracePeriod: TimeSpan.FromSeconds(5));
        });

        services.AddOptions<HostOptions>().Configure<IOptions<ApiOptions>>((host, api) =>
            host.ShutdownTimeout = api.Value.ShutdownTimeout);
    }
}
