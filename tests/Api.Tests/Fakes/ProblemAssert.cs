using System.Net;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Api.Tests.Fakes;

internal static class ProblemAssert
{
    /// <summary>The response is a well-formed problem of this kind that names the field; returns what it says about the field.</summary>
    public static async Task<string> IsProblemAsync(HttpResponseMessage response, int status, string type, string? field)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((HttpStatusCode)status == response.StatusCode, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);

        var problem = JsonNode.Parse(body)!;
        Assert.Equal($"/problems/{type}", (string?)problem["type"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.NotEmpty((string?)problem["title"] ?? "");
        Assert.NotEmpty((string?)problem["traceId"] ?? "");
        Assert.Equal((string?)problem["traceId"], response.Headers.GetValues("X-Trace-Id").Single());

        if (field is null)
            return "";

        Assert.NotNull(problem["errors"]);
        Assert.True(problem["errors"]![field] is not null, $"no fault of '{field}' in {body}");
        return (string)problem["errors"]![field]![0]!;
    }
}
