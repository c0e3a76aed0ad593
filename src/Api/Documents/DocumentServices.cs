using Microsoft.AspNetCore.Http.Features;
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

        // Forms have a limit of their own, which would refuse what a larger setting allows.
        services.AddOptions<FormOptions>().Configure<IOptions<DocumentOptions>>((form, documents) => form.MultipartBodyLengthLimit = Bytes(documents.Value));
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<DocumentQueue>();
        services.AddSingleton<DocumentTranslator>();
        services.AddSingleton<IJobWork, DocumentWork>();
    }

    /// <summary>Lets a route take a document, which may be larger than other bodies.</summary>
    public static RouteHandlerBuilder WithDocument(this RouteHandlerBuilder route, IServiceProvider services) =>
        route.WithMetadata(new BodyLimit(Bytes(services.GetRequiredService<IOptions<DocumentOptions>>().Value)));

    private static int Bytes(DocumentOptions documents) => documents.MaxBytes + FormBytes;
}
