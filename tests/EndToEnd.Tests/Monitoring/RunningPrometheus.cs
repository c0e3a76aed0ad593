using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>A real Prometheus with the repository's configuration, asking one service often instead of all that the network names.</summary>
internal sealed partial class RunningPrometheus : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prometheus-");
    private readonly HttpClient _http;
    private readonly Process _process;

    public RunningPrometheus(Uri service)
    {
        var configuration = RepositoryFiles.Read("docker/prometheus/prometheus.yml");
        File.WriteAllText(PathOf("prometheus.yml"), Discovery().Replace(
            configuration.Replace("15s", "200ms", StringComparison.Ordinal),
            $"    static_configs: [{{ targets: [\"{service.Authority}\"] }}]"));
        File.Copy(RepositoryFiles.In("docker/prometheus/alerts.yml"), PathOf("alerts.yml"));

        var address = $"127.0.0.1:{FreePort()}";
        _http = new() { BaseAddress = new($"http://{address}/") };
        _process = PrometheusPrograms.Start(
            "prometheus", $"--config.file={PathOf("prometheus.yml")}", $"--storage.tsdb.path={PathOf("data")}", $"--web.listen-address={address}", "--log.level=error");
        _process.OutputDataReceived += (_, _) => { };   // read, or it would stop when the pipe is full
        _process.ErrorDataReceived += (_, line) => Complaints += line.Data;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Complaints { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task ReadyAsync() => Condition.MetAsync(async () =>
    {
        Assert.False(_process.HasExited, Complaints);
        try
        {
            return (await _http.GetAsync("-/ready", Cancel)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    /// <summary>How many series an expression has now; one that it cannot read fails the test.</summary>
    public async Task<int> CountAsync(string expression)
    {
        var answer = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}");
        Assert.True((string?)answer["status"] == "success", $"{expression}: {answer["error"]}");
        return answer["data"]!["result"]!.AsArray().Count;
    }

    /// <summary>The alert rules as it has read them, with their health.</summary>
    public async Task<IReadOnlyList<(string Name, string Query, string Health)>> AlertsAsync() =>
    [
        .. from rules in (await GetAsync("api/v1/rules"))["data"]!["groups"]!.AsArray()
           from rule in rules!["rules"]!.AsArray()
           select ((string)rule!["name"]!, (string)rule["query"]!, (string)rule["health"]!),
    ];

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path, Cancel);   // a faulty expression is a 400 that says why
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^ *# Every address.*", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Discovery();
}
