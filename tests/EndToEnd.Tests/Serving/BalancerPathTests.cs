using System.Diagnostics;
using System.Net;
using Seq2SeqService.EndToEnd.Tests.Jobs;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>What the balancers keep to themselves, however it is written: the service compares paths decoded and whatever their case. No replica is there.</summary>
public sealed class BalancerPathTests
{
    private const string Nobody = "127.0.0.1:1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HAProxy_hides_the_figures_however_they_are_asked_for()
    {
        var port = ServiceProcess.FreePort();
        var start = new ProcessStartInfo("haproxy", ["-db", "-f", RepositoryFiles.In("docker/haproxy/haproxy.cfg")])
        {
            Environment = { ["PORT"] = $"{port}", ["REPLICA_1"] = Nobody, ["REPLICA_2"] = Nobody },
        };

        await HidesFiguresAsync(start, port, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Nginx_hides_the_figures_however_they_are_asked_for()
    {
        var room = Directory.CreateTempSubdirectory("nginx");
        try
        {
            var port = ServiceProcess.FreePort();
            var path = await BalancerConfigurationTests.WriteNginxAsync(room, ("PORT", $"{port}"), ("REPLICA_1", Nobody), ("REPLICA_2", Nobody));

            await HidesFiguresAsync(new("nginx", ["-p", room.FullName, "-e", "stderr", "-c", path, "-g", "daemon off;"]), port, HttpStatusCode.BadGateway);
        }
        finally
        {
            room.Delete(recursive: true);
        }
    }

    private static async Task HidesFiguresAsync(ProcessStartInfo start, int port, HttpStatusCode withoutReplicas)
    {
        Assert.SkipUnless(Programs.IsInstalled(start.FileName), $"{start.FileName} is not installed; nobody but its own configuration needs it.");
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        using var balancer = Process.Start(start)!;
        try
        {
            await Condition.MetAsync(async () => await StatusAsync(http, "/languages") is not null);

            foreach (var path in (string[])["/metrics", "/Metrics", "/METRICS/", "/%6detrics"])
                Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, path));
            foreach (var path in (string[])["/languages", "/v1/metrics", "/metricsandmore", "/Jobs/1"])
                Assert.Equal(withoutReplicas, await StatusAsync(http, path));
        }
        finally
        {
            balancer.Kill(entireProcessTree: true);
            await balancer.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Null where nobody listens.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(path, Cancel);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
