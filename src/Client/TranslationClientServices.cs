using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Seq2SeqService.Client.Http;

namespace Seq2SeqService.Client;

/// <summary>Registers the client in a container of services.</summary>
public static class TranslationClientServices
{
    private const string Name = "Seq2SeqService";

    /// <summary>
    /// Adds <see cref="TranslationClient"/> over <see cref="IHttpClientFactory"/>, with its retries and timeouts. The builder that comes back takes
    /// further handlers; they stand nearer to the network than the retries.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options; a setting that cannot be right ends the start of a host with its name.</param>
    public static IHttpClientBuilder AddTranslationClient(this IServiceCollection services, Action<TranslationClientOptions> configure)
    {
        services.AddOptions<TranslationClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TranslationClientOptions>, OptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHttpClient(Name)
            .ConfigureHttpClient((provider, http) => Pipeline.Configure(http, Options(provider)))
            .AddHttpMessageHandler(provider => Pipeline.Retries(Options(provider), provider.GetRequiredService<TimeProvider>()))
            .AddTypedClient((http, provider) => new TranslationClient(http, Options(provider), provider.GetRequiredService<TimeProvider>()));
    }

    private static TranslationClientOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TranslationClientOptions>>().Value;
}
