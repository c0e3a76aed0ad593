using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>What holds for the document as a whole: where the service is, what the groups are, and how answers may grow.</summary>
internal sealed class WholeDocument : IDocumentFilter
{
    private static readonly Dictionary<string, string> Groups = new()
    {
        ["Translation"] = "Texts.",
        ["LibreTranslate"] = "What LibreTranslate's clients ask besides.",
        ["Health"] = "Questions of orchestrators.",
        ["Catalogue"] = "What is served.",
        ["Glossaries"] = "Terms that are kept.",
        ["Operators"] = "Which version serves; with the operator key.",
        ["Jobs"] = "Texts for which nobody waits.",
    };

    /// <summary>How the names of what a client sends end.</summary>
    private static readonly string[] Sent = ["Request", "Options", "Form"];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Servers = [new() { Url = "/", Description = "The service that this document comes from." }];
        foreach (var tag in swaggerDoc.Tags ?? new HashSet<OpenApiTag>())
            tag.Description ??= Groups.GetValueOrDefault(tag.Name ?? "");

        foreach (var (name, schema) in context.SchemaRepository.Schemas)
        {
            if (schema is OpenApiSchema written)
                Tidy(written, isSent: Sent.Any(end => name.EndsWith(end, StringComparison.Ordinal)));
        }
    }

    /// <summary>What is absent of an answer is left out and never null, and clients made today must read the answers of a service that says more.</summary>
    private static void Tidy(OpenApiSchema schema, bool isSent)
    {
        schema.AdditionalPropertiesAllowed |= !isSent;
        foreach (var member in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values.OfType<OpenApiSchema>())
        {
            // OpenAPI 3.0 knows no null beside a reference.
            if (!isSent || member.AllOf is { Count: > 0 })
                member.Type = member.Type == JsonSchemaType.Null ? null : member.Type & ~JsonSchemaType.Null;
        }
    }
}
