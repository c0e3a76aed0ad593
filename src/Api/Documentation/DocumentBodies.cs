using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>The form in which a document is sent, and the bytes as which it comes back: both are read and written by hand.</summary>
internal sealed class DocumentBodies : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId == "TranslateFile")
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, IOpenApiMediaType> { ["multipart/form-data"] = Form(context) } };

        if (operation.OperationId != "DownloadFile")
            return;

        operation.Responses ??= [];
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = "The document, of the kind that was sent.",
            Content = new Dictionary<string, IOpenApiMediaType> { ["application/octet-stream"] = new OpenApiMediaType { Schema = Bytes("The document.") } },
        };
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            (parameter.Description, parameter.Example) = ("Last part of the address.", "5D4F0C0E7B0A4F4B9B6C7A3A0C4B1E22.letter_de.docx");
    }

    private static OpenApiMediaType Form(OperationFilterContext context)
    {
        context.SchemaRepository.AddDefinition("DocumentForm", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A document to translate.",
            Required = new HashSet<string> { "file", "source", "target" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["file"] = Bytes("The document; its name says what it is."),
                ["source"] = Text("Its language, or `auto`.", "en"),
                ["target"] = Text("Language wanted.", "de"),
            },
        });
        return new() { Schema = new OpenApiSchemaReference("DocumentForm", context.Document) };
    }

    private static OpenApiSchema Bytes(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };

    private static OpenApiSchema Text(string description, string example) =>
        new() { Type = JsonSchemaType.String, Description = description, Examples = [JsonValue.Create(example)] };
}
