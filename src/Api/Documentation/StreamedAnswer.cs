using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Seq2SeqService.Api.Streaming;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>Shows the events that a translation comes as where they are asked for.</summary>
internal sealed class StreamedAnswer : IOperationFilter
{
    private const string Example =
        """
        event: partial
        data: {"index":0,"translatedText":"Guten Morgen! "}

        event: done
        data: {"translatedText":"Guten Morgen! Wo ist der Bahnhof?","model":{"name":"en-de","version":"1"},"timings":{"queue":0.4,"decode":38.2,"total":39.1}}


        """;

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId == "Translate" && operation.Responses?["200"] is OpenApiResponse { Content: { } answers })
        {
            answers[EventStream.MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create(Example),
            };
        }
    }
}
