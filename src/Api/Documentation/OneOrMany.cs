using Microsoft.OpenApi;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Translation;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>What is one thing for one text and an array for several, as its converter writes it.</summary>
internal sealed class OneOrMany : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema written || Of(context) is not { } one)
            return;

        (written.Type, written.Properties, written.Required, written.AdditionalPropertiesAllowed) = (null, null, null, true);
        written.OneOf = [one, ArrayOf(one)];
    }

    private static IOpenApiSchema? Of(SchemaFilterContext context) => context.MemberInfo is not null ? null : context.Type switch
    {
        var type when type == typeof(TextOrTexts) => Text,
        var type when type == typeof(AlternativeTexts) => ArrayOf(Text),
        var type when type == typeof(DetectedLanguages) => context.SchemaGenerator.GenerateSchema(typeof(TextLanguage), context.SchemaRepository),
        _ => null,
    };

    private static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema ArrayOf(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
}
