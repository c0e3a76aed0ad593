using Microsoft.OpenApi;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Translation;
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
            });
            options.IncludeXmlComments(typeof(SwaggerSetup).Assembly);
            options.UseAllOfToExtendReferenceSchemas();
            options.SupportNonNullableReferenceTypes();
            options.MapType<TextOrTexts>(() => OneOf(Text(), ArrayOf(Text())));
            options.MapType<AlternativeTexts>(() => OneOf(ArrayOf(Text()), ArrayOf(ArrayOf(Text()))));
            options.MapType<DetectedLanguages>(() => OneOf(Language(), ArrayOf(Language())));
            // HEAD is GET without the body: it needs no entry of its own.
            options.DocInclusionPredicate((_, api) => api.HttpMethod != HttpMethods.Head);
            // The page lists the groups in the order of their first operation: what people come for stands first.
            options.OrderActionsBy(api => api.RelativePath == "translate" ? "" : api.RelativePath);
            options.OperationFilter<TranslateExamples>();
            options.OperationFilter<ProblemExamples>();
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

    private static OpenApiSchema OneOf(OpenApiSchema one, OpenApiSchema many) => new() { OneOf = [one, many] };

    private static OpenApiSchema Language() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["confidence"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["language"] = Text(),
        },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema ArrayOf(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
}
