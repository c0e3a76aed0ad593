using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Jobs;

namespace Seq2SeqService.Api.Documents;

internal static class DocumentServices
{
    /// <summary>A form's own bytes around the file.</summary>
    private const int FormBytes = 16 * 1024;

    public static void AddDocuments(this IServiceCollection services)
    {
        services.AddOptions<DocumentOptions>()
            .BindConfiguration(DocumentOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddSingleton<DocumentReader>();
        services.AddSingleton<DocumentQueue>();
        services.AddSingleton<DocumentTranslator>();
        services.AddSingleton<IJobWork, DocumentWork>();
    }

    /// <summary>Lets a route take a document, which may be larger than other bodies.</summary>
    public static RouteHandlerBuilder WithDocument(this RouteHandlerBuilder route, IServiceProvider services) =>
        route.WithMetadata(new BodyLimit(services.GetRequiredService<IOptions<DocumentOptions>>().Value.MaxBytes + FormBytes));
}
