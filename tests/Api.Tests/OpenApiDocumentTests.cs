using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.Api.Tests;

/// <summary>What generators of clients need of the document, and that docs/openapi.json is it.</summary>
public sealed class OpenApiDocumentTests
{
    private const string Kept = "docs/openapi.json";
    private const string Renew = "SEQ2SEQ_RENEW";

    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task The_kept_document_is_the_one_that_the_service_gives()
    {
        await using var service = new Service();
        var given = await (await service.GetAsync("/swagger/v1/swagger.json")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken) + "\n";
        if (Environment.GetEnvironmentVariable(Renew) is not null)
            await File.WriteAllTextAsync(RepositoryFiles.In(Kept), given, TestContext.Current.CancellationToken);

        Assert.True(
            File.Exists(RepositoryFiles.In(Kept)) && RepositoryFiles.Read(Kept) == given,
            $"{Kept} is out of date. Renew it: {Renew}=1 dotnet test -c Release --project tests/Api.Tests -- --filter-class '*OpenApiDocumentTests'");
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_one_group_that_is_explained()
    {
        var document = await DocumentAsync();
        var operations = Operations(document).ToList();
        var groups = document["tags"]!.AsArray().Where(tag => tag!["description"] is not null).Select(tag => (string?)tag!["name"]).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => (string?)operation["operationId"]).OfType<string>().Distinct().Count());
        Assert.All(operations, operation => Assert.Contains((string?)Assert.Single(operation["tags"]!.AsArray()), groups));
    }

    [Fact]
    public async Task The_names_of_operations_do_not_change() =>
        Assert.Empty(
            new[] { "Translate", "Detect", "Languages", "Models", "Model", "Live", "Ready", "Startup", "TranslateFile", "DownloadFile", "FrontendSettings", "Health" }
                .Except(Operations(await DocumentAsync()).Select(operation => (string?)operation["operationId"])));

    [Fact]
    public async Task Every_failure_is_a_named_schema()
    {
        foreach (var operation in Operations(await DocumentAsync()))
        {
            foreach (var (status, response) in operation["responses"]!.AsObject().Where(response => response.Key[0] is '4' or '5'))
            {
                var schema = (string?)response!["content"]!.AsObject().Single().Value!["schema"]!["$ref"];
                Assert.True(schema is "#/components/schemas/Problem" or "#/components/schemas/HealthAnswer", $"{operation["operationId"]} {status}: {schema}");
            }
        }
    }

    [Fact]
    public async Task Objects_are_named_and_references_lead_somewhere()
    {
        var document = await DocumentAsync();
        var schemas = document["components"]!["schemas"]!.AsObject();

        Assert.All(Nodes(document), node =>
        {
            if (node["properties"] is JsonObject && node["type"] is JsonValue)
                Assert.True(ReferenceEquals(node.Parent, schemas), $"{node.GetPath()} has no name.");
            if (node["$ref"] is JsonValue reference)
                Assert.Contains(((string)reference!).Split('/')[^1], schemas.Select(schema => schema.Key));
        });
    }

    [Fact]
    public async Task One_or_many_is_said_to_be_so()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        Assert.Equal("""[{"type":"string"},{"type":"array","items":{"type":"string"}}]""", schemas["TextOrTexts"]!["oneOf"]!.ToJsonString());
        Assert.Equal(2, schemas["DetectedLanguages"]!["oneOf"]!.AsArray().Count);
        Assert.Equal("""[{"$ref":"#/components/schemas/TextOrTexts"}]""", schemas["TranslateResponse"]!["properties"]!["translatedText"]!["allOf"]!.ToJsonString());
    }

    [Fact]
    public async Task Requests_are_closed_and_may_have_null_where_answers_are_open_and_leave_out()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        Assert.False((bool)schemas["TranslateRequest"]!["additionalProperties"]!);
        Assert.True((bool)schemas["TranslateRequest"]!["properties"]!["source"]!["nullable"]!);
        Assert.Null(schemas["TranslateResponse"]!["additionalProperties"]);
        Assert.DoesNotContain(Nodes(schemas["SentenceResult"]!), node => node["nullable"] is not null);
        Assert.DoesNotContain(Nodes(schemas["TranslateRequest"]!), node => node["nullable"] is not null && node["type"] is null);
    }

    [Fact]
    public async Task Members_with_few_values_name_them()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        Assert.Equal(["text", "html"], schemas["TranslateRequest"]!["properties"]!["format"]!["enum"]!.AsArray().Select(value => (string?)value));
        Assert.Equal(["ok", "starting", "no model", "stopping"], schemas["HealthAnswer"]!["properties"]!["status"]!["enum"]!.AsArray().Select(value => (string?)value));
        Assert.Contains("termLost", schemas["WarningResult"]!["properties"]!["code"]!["enum"]!.AsArray().Select(value => (string?)value));
    }

    private static async Task<JsonNode> DocumentAsync()
    {
        await using var service = new Service();
        return await Service.JsonOf(await service.GetAsync("/swagger/v1/swagger.json"));
    }

    private static IEnumerable<JsonNode> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select operation.Value;

    private static IEnumerable<JsonObject> Nodes(JsonNode node) => node switch
    {
        JsonObject one => one.Where(member => member.Key is not ("example" or "examples")).SelectMany(member => member.Value is { } value ? Nodes(value) : []).Prepend(one),
        JsonArray many => many.OfType<JsonNode>().SelectMany(Nodes),
        _ => [],
    };
}
