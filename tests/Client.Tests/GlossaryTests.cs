using System.Net;
using Seq2SeqService.Client.Tests.Fakes;

namespace Seq2SeqService.Client.Tests;

public sealed class GlossaryTests
{
    private const string Kept = """{"id":"g 1","name":"Trains","source":"en","target":"de","entryCount":1,"createdAt":"2026-01-31T09:00:00+00:00"}""";

    private static readonly NewGlossary Trains = new()
    {
        Name = "Trains", Source = "en", Target = "de", Entries = new Dictionary<string, string> { ["station"] = "Bahnhof" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_glossary_is_kept_listed_read_replaced_and_forgotten()
    {
        using var service = new StubService(
            StubService.Json(Kept, HttpStatusCode.Created), StubService.Json($$"""{"glossaries":[{{Kept}}]}"""), StubService.Json(Kept.Replace("}", ",\"entries\":{\"station\":\"Bahnhof\"}}", StringComparison.Ordinal)),
            StubService.Json(Kept), StubService.Answer(() => new(HttpStatusCode.NoContent)));
        var client = Clients.Over(service);

        var created = await client.CreateGlossaryAsync(Trains, Cancel);
        var listed = await client.GlossariesAsync(Cancel);
        var read = await client.GlossaryAsync(created.Id, Cancel);
        await client.ReplaceGlossaryAsync(created.Id, Trains, Cancel);
        await client.DeleteGlossaryAsync(created.Id, Cancel);

        Assert.Equal((1, "g 1"), (created.EntryCount, listed.Single().Id));
        Assert.Equal("Bahnhof", read.Entries?["station"]);
        Assert.Equal(
            ["POST /glossaries", "GET /glossaries", "GET /glossaries/g%201", "PUT /glossaries/g%201", "DELETE /glossaries/g%201"],
            service.Asked.Select(request => $"{request.Method} {request.Path}"));
        Assert.Equal("""{"name":"Trains","source":"en","target":"de","entries":{"station":"Bahnhof"}}""", service.Asked[0].Body);
    }

    [Fact]
    public async Task A_glossary_is_not_made_twice_where_nobody_knows_whether_it_was_made()
    {
        using var service = new StubService(StubService.Failing(new HttpRequestException("reset")));

        await Assert.ThrowsAsync<TranslationServiceException>(() => Clients.Over(service, options: Clients.WithoutWaits).CreateGlossaryAsync(Trains, Cancel));

        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_busy_service_made_nothing_and_is_asked_again()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity"), StubService.Json(Kept, HttpStatusCode.Created));

        Assert.Equal("g 1", (await Clients.Over(service, options: Clients.WithoutWaits).CreateGlossaryAsync(Trains, Cancel)).Id);
    }
}
