using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>Requests to try at once, the plainest first.</summary>
internal sealed class TranslateExamples : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId != "Translate" || operation.RequestBody?.Content?["application/json"] is not OpenApiMediaType body)
            return;

        body.Examples = new Dictionary<string, IOpenApiExample>
        {
            ["one"] = Example("One text", """{"q": "How are you today?", "source": "en", "target": "de"}"""),
            ["several"] = Example("Several texts, with an alternative each",
                """{"q": ["Good morning!", "Where is the station?"], "source": "en", "target": "de", "alternatives": 1}"""),
            ["auto"] = Example("In a language that is to be found out", """{"q": "Wo ist der Bahnhof?", "source": "auto", "target": "en"}"""),
            ["options"] = Example("With options and scores",
                """
                {"q": "The book is on the table.", "source": "en", "target": "de", "format": "text", "alternatives": 2,
                 "options": {"beamSize": 4, "lengthPenalty": 1.0, "maxLength": 100, "noRepeatNgram": 4, "scores": true}}
                """),
            ["attention"] = Example("With what each piece attended to",
                """{"q": "How are you today?", "source": "en", "target": "de", "options": {"attention": true}}"""),
            ["placeholders"] = Example("With what must not change",
                """{"q": "Hello {name}, see https://example.com for the 12 new files.", "source": "en", "target": "de"}"""),
            ["alignment"] = Example("With the words that stand for each other, and how sure the model is",
                """{"q": "How are you today?", "source": "en", "target": "de", "options": {"alignment": true, "confidence": true}}"""),
            ["glossary"] = Example("With terms that have one translation, or none",
                """
                {"q": "The station of Acme Cloud is near the house.", "source": "en", "target": "de",
                 "options": {"glossary": {"station": "Haltestelle", "Acme Cloud": "Acme Cloud"}}}
                """),
            ["html"] = Example("With tags",
                """{"q": "<p>Where is the <b>red</b> <a href=\"/car\">car</a>?</p>", "source": "en", "target": "de", "format": "html"}"""),
            ["sampling"] = Example("Drawn at random",
                """
                {"q": "Tell me a story.", "source": "en", "target": "de",
                 "options": {"temperature": 0.8, "topK": 20, "topP": 0.95, "seed": 42}}
                """),
        };
    }

    private static OpenApiExample Example(string summary, string json) => new() { Summary = summary, Value = JsonNode.Parse(json) };
}
