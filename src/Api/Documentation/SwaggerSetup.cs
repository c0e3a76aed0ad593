using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>The OpenAPI document at <c>/swagger/v1/swagger.json</c> and the page at <c>/swagger</c>.</summary>
internal static class SwaggerSetup
{
    private const string Document = "v1";

    public static void AddSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "Seq2SeqService",
                Version = Document,
                Description = "Translates text with models trained and published by this service's own worker. "
                    + "Every error is a problem (RFC 9457) that names the field at fault.",
                License = new OpenApiLicense { Name = "MIT", Url = new("https://opensource.org/license/mit") },
            });
            options.IncludeXmlComments(typeof(SwaggerSetup).Assembly);
            options.UseAllOfToExtendReferenceSchemas();
            options.SupportNonNullableReferenceTypes();
            // HEAD is GET without the body: it needs no entry of its own.
            options.DocInclusionPredicate((_, api) => api.HttpMethod != HttpMethods.Head);
            // The page lists the groups in the order of their first operation: what people come for stands first.
            options.OrderActionsBy(api => $"{(api.RelativePath == "translate" ? "" : api.RelativePath)} {api.HttpMethod}");
            options.SchemaFilter<OneOrMany>();
            options.SchemaFilter<NamedValues>();
            options.OperationFilter<DocumentBodies>();
            options.DocumentFilter<WholeDocument>();
            options.OperationFilter<TranslateExamples>();
            options.OperationFilter<ProblemExamples>();
            options.AddSecurityDefinition(KeyedOperations.Scheme, KeyedOperations.Described);
            options.OperationFilter<KeyedOperations>();
            options.OperationFilter<StreamedAnswer>();
        });
    }

    public static void UseSwaggerPage(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Seq2SeqService";
            page.SwaggerEndpoint($"{Document}/swagger.json", "Seq2SeqService");
            page.DisplayRequestDuration();
            page.EnableTryItOutByDefault();
            page.DefaultModelsExpandDepth(0);
        });
    }
}
