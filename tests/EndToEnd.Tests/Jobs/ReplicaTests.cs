using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Clients;

namespace Seq2SeqService.EndToEnd.Tests.Jobs;

/// <summary>Two processes of the service on one PostgreSQL.</summary>
public sealed class ReplicaTests : IClassFixture<PostgresCluster>, IAsyncLifetime
{
    private readonly List<ServiceProcess> _replicas = [];

    public ReplicaTests(PostgresCluster cluster)
    {
        Assert.SkipUnless(PostgresCluster.CanRun, "There is no PostgreSQL here, or no runuser to start it with (Debian: apt-get install postgresql).");
        var database = cluster.CreateDatabase();
        for (var i = 0; i < 2; i++)
        {
            _replicas.Add(new(
                $"--Api:Jobs:ConnectionString={database}", "--Api:Jobs:Lease=00:00:03", "--Api:Jobs:PollInterval=00:00:00.2", $"--Inference:ModelsDirectory={BundledModel.Store}"));
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Task.WhenAll(_replicas.Select(replica => replica.ReadyAsync()));

    public ValueTask DisposeAsync()
    {
        _replicas.ForEach(replica => replica.Dispose());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_job_whose_replica_is_killed_is_done_by_the_other_and_loses_nothing()
    {
        var texts = Enumerable.Range(1, 400).Select(i => $"On platform {i} the passengers of the night train were waiting for coffee, and number {i} was late again.").ToList();
        var job = await Json(await _replicas[0].Http.PostAsJsonAsync("jobs", new { q = texts, source = "en", target = "de" }, Cancel));
        await Condition.MetAsync(async () => (int)(await StatusAsync(job))["done"]! is > 0 and < 400);
        var killed = await KillWhoWorksAsync();

        var other = _replicas[1 - killed];
        JsonNode? status = null;
        await Condition.MetAsync(async () => (string?)(status = await Json(await other.Http.GetAsync($"jobs/{job["id"]}", Cancel)))["state"] is "done" or "failed");
        var result = (await Json(await other.Http.GetAsync($"jobs/{job["id"]}/result", Cancel)))["translatedText"]!.AsArray().Select(text => (string)text!).ToList();

        Assert.Equal(("done", 2, 400), ((string)status!["state"]!, (int)status["attempts"]!, (int)status["done"]!));
        Assert.Equal(texts.Count, result.Count);
        foreach (var place in (int[])[0, 1, 222, 398, 399])
        {
            var alone = await Json(await other.Http.PostAsJsonAsync("translate", new { q = texts[place], source = "en", target = "de" }, Cancel));
            Assert.Equal((string?)alone["translatedText"], result[place]);
        }
    }

    [NodeFact]
    public async Task Deepl_node_sends_a_document_through_one_replica_and_fetches_it_from_the_other()
    {
        var answer = await ClientScript.RunAsync("deepl-replicas.js", _replicas[0].Address, _replicas[1].Address.ToString().TrimEnd('/'));

        Assert.Equal("done", (string?)answer["status"]);
        Assert.Equal((string?)answer["through"], (string?)answer["alone"]);
        Assert.NotEqual("", (string?)answer["through"]);
        Assert.True((bool)answer["gone"]!, "A document is fetched once, whichever replica is asked.");
    }

    /// <summary>Which replica works on the one job there is, told by its metrics of the engine; it is killed.</summary>
    private async Task<int> KillWhoWorksAsync()
    {
        var worker = -1;
        await Condition.MetAsync(async () =>
        {
            var tokens = await Task.WhenAll(_replicas.Select(replica => RowsAsync(replica)));
            worker = Array.FindIndex(tokens, rows => rows > 0);
            return worker >= 0;
        });
        await _replicas[worker].KillAsync();
        return worker;
    }

    private static async Task<double> RowsAsync(ServiceProcess replica)
    {
        var metrics = await replica.Http.GetStringAsync("metrics", Cancel);
        return metrics.Split('\n').Where(line => line.StartsWith("nmt_running_sentences{", StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[^1], null));
    }

    private async Task<JsonNode> StatusAsync(JsonNode job) => await Json(await _replicas[0].Http.GetAsync($"jobs/{job["id"]}", Cancel));

    private static async Task<JsonNode> Json(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }
}
