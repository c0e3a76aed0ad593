using System.Text.Json.Nodes;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

public sealed class SwaggerTests
{
    [Fact]
    public async Task Every_member_has_a_description_and_every_value_an_example()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!.AsObject();

        Assert.Contains("TranslateRequest", schemas.Select(schema => schema.Key));
        foreach (var (name, schema) in schemas)
        {
            Assert.True(schema!["description"] is not null, $"{name} has no description");

            foreach (var (member, described) in schema["properties"]?.AsObject() ?? [])
            {
                Assert.True(described!["description"] is not null, $"{name}.{member} has no description");
                Assert.True(described["example"] is not null || (string?)described["format"] == "binary" || RefersToASchema(described), $"{name}.{member} has no example");
            }
        }
    }

    [Fact]
    public async Task Every_operation_is_described_and_every_response_has_a_body()
    {
        foreach (var (path, operation) in await OperationsAsync())
        {
            Assert.True(operation["summary"] is not null, $"{path} has no summary");
            Assert.True(operation["description"] is not null, $"{path} has no description");

            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                Assert.NotEmpty((string?)response!["description"] ?? "");
                Assert.True(status == "204" || response["content"] is JsonObject { Count: > 0 }, $"{path} {status} has no content");
            }
        }
    }

    [Fact]
    public async Task The_documented_problems_show_one_example_for_each_kind()
    {
        var responses = (await DocumentAsync())["paths"]!["/translate"]!["post"]!["responses"]!;

        Assert.Equal(["200", "400", "401", "403", "404", "413", "415", "429", "500", "503", "504"], responses.AsObject().Select(response => response.Key).Order());
        Assert.Equal(
            ["invalid-request", "unreadable-request", "unsupported-language"],
            responses["400"]!["content"]!["application/problem+json"]!["examples"]!.AsObject().Select(example => example.Key));
        Assert.Equal("/problems/too-large",
            (string?)responses["413"]!["content"]!["application/problem+json"]!["examples"]!["too-large"]!["value"]!["type"]);
        Assert.NotNull(responses["503"]!["headers"]!["Retry-After"]);
    }

    [Fact]
    public async Task The_example_requests_are_answered_as_they_stand()
    {
        await using var service = new Service();
        var examples = (await DocumentAsync())["paths"]!["/translate"]!["post"]!["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject();

        Assert.NotEmpty(examples);
        foreach (var (name, example) in examples)
        {
            var response = await service.PostAsync(example!["value"]!.ToJsonString());
            Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }

    [Fact]
    public async Task A_request_made_of_the_members_own_examples_is_answered()
    {
        await using var service = new Service();
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;
        var request = FromExamples(schemas["TranslateRequest"]!);
        request["options"] = FromExamples(schemas["TranslateOptions"]!);
        request["options"]!.AsObject().Remove("glossaryId");   // names what somebody must have stored before

        var response = await service.PostAsync(request.ToJsonString());

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ranges_are_documented_as_they_are_checked()
    {
        var beamSize = (await DocumentAsync())["components"]!["schemas"]!["TranslateOptions"]!["properties"]!["beamSize"]!;

        Assert.Equal((1, 16), ((int?)beamSize["minimum"], (int?)beamSize["maximum"]));
    }

    [Fact]
    public async Task HEAD_is_not_documented_beside_GET() =>
        Assert.DoesNotContain(await OperationsAsync(), operation => operation.Path.StartsWith("head", StringComparison.Ordinal));

    [Fact]
    public async Task The_page_is_served_with_a_policy_that_lets_it_run()
    {
        await using var service = new Service();

        var response = await service.GetAsync("/swagger/index.html");

        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains("script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> DocumentAsync()
    {
        await using var service = new Service();
        return await Service.JsonOf(await service.GetAsync("/swagger/v1/swagger.json"));
    }

    private static async Task<IEnumerable<(string Path, JsonNode Operation)>> OperationsAsync() =>
        from path in (await DocumentAsync())["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!);

    private static JsonObject FromExamples(JsonNode schema) => new(
        from member in schema["properties"]!.AsObject()
        where member.Value!["example"] is not null
        select KeyValuePair.Create(member.Key, (JsonNode?)member.Value!["example"]!.DeepClone()));

    private static bool RefersToASchema(JsonNode schema) => schema["allOf"] is not null || schema["items"]?["$ref"] is not null;
}
