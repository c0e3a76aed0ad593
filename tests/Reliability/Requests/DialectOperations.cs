using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>What the document leaves out: DeepL's routes, which DeepL documents, and pages.</summary>
internal static class DialectOperations
{
    private const string Json = "application/json", Form = "application/x-www-form-urlencoded", Parts = "multipart/form-data";

    public static IReadOnlyList<Operation> All { get; } =
    [
        Of("POST", "/v2/translate", Json, """{"text":["Hello, world!","It is raining."],"target_lang":"DE","source_lang":"EN","tag_handling":"xml","split_sentences":"1","formality":"default","glossary_id":"a"}"""),
        Of("POST", "/v2/translate", Form, """{"text":"Hello, <b>world</b>!","target_lang":"DE","tag_handling":"html"}"""),
        Of("GET", "/v2/usage", null, null), Of("GET", "/v2/languages", null, null),
        Of("POST", "/v2/document", Parts, """{"file":"","target_lang":"DE","source_lang":"EN","filename":"a.txt"}"""),
        Of("POST", "/v2/document/{id}", Json, """{"document_key":"0000000000000000000000000000000000000000000000000000000000000000"}"""),
        Of("POST", "/v2/document/{id}/result", Form, """{"document_key":"0000000000000000000000000000000000000000000000000000000000000000"}"""),
        Of("POST", "/v2/glossaries", Json, """{"name":"Railway","source_lang":"en","target_lang":"de","entries":"station\tHaltestelle","entries_format":"tsv"}"""),
        Of("GET", "/v2/glossaries", null, null), Of("GET", "/v2/glossaries/{id}", null, null), Of("GET", "/v2/glossaries/{id}/entries", null, null), Of("DELETE", "/v2/glossaries/{id}", null, null),
        Of("GET", "/v2/glossary-language-pairs", null, null),
        Of("POST", "/v3/glossaries", Json, """{"name":"Railway","dictionaries":[{"source_lang":"en","target_lang":"de","entries":"a,b\n\"c\"\"\",d","entries_format":"csv"},{"source_lang":"de","target_lang":"en","entries":"b\ta"}]}"""),
        Of("PATCH", "/v3/glossaries/{id}", Json, """{"name":"Rail","dictionaries":[{"source_lang":"en","target_lang":"de","entries":"x\ty","entries_format":"tsv"}]}"""),
        Of("PUT", "/v3/glossaries/{id}/dictionaries", Form, """{"source_lang":"en","target_lang":"de","entries":"x\ty","entries_format":"tsv"}"""),
        Of("GET", "/v3/glossaries/{id}/entries", null, null), Of("DELETE", "/v3/glossaries/{id}/dictionaries", null, null), Of("DELETE", "/v3/glossaries/{id}", null, null),
        Of("POST", "/translate", Form, """{"q":"How are you?","source":"en","target":"de","format":"html"}"""), Of("POST", "/detect", Form, """{"q":"Wie geht es?"}"""),
        Of("POST", "/suggest", Form, """{"q":"a","s":"b","source":"en","target":"de"}""") with { NeedsKey = false },
        .. from path in (string[])["/", "/metrics", "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/app.js", "/favicon.ico", "/no-such-route", "/health/"] select Of("GET", path, null, null) with { NeedsKey = false },
    ];

    private static Operation Of(string method, string path, string? mediaType, string? body) =>
        new(method, path, mediaType, body is null ? null : JsonNode.Parse(body), NeedsKey: true);
}
