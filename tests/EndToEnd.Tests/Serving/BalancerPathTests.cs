using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>What the balancers keep to themselves, however it is written: the service compares paths decoded and whatever their case. No replica is there.</summary>
public sealed class BalancerPathTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HAProxy_hides_the_figures_however_they_are_asked_for()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("haproxy", ["-db", "-f", RepositoryFiles.In("docker/haproxy/haproxy.cfg")])
        {
            Environment = { ["PORT"] = $"{port}", ["REPLICA_1"] = "127.0.0.1:1", ["REPLICA_2"] = "127.0.0.1:1" },
        };

        await HidesFiguresAsync(start, port, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Nginx_hides_the_figures_however_they_are_asked_for()
    {
        var room = Directory.CreateTempSubdirectory("nginx");
        try
        {
            var port = FreePort();
            var server = RepositoryFiles.Read("docker/nginx/templates/default.conf.template")
                .Replace("${PORT}", $"{port}", StringComparison.Ordinal)
                .Replace("${REPLICA_1}", "127.0.0.1:1", StringComparison.Ordinal)
                .Replace("${REPLICA_2}", "127.0.0.1:1", StringComparison.Ordinal);
            var path = Path.Combine(room.FullName, "nginx.conf");
            await File.WriteAllTextAsync(path, $"daemon off;\npid {room.FullName}/pid;\nevents {{ }}\nhttp {{\naccess_log off;\n{server}\n}}\n", Cancel);

            await HidesFiguresAsync(new("nginx", ["-p", room.FullName, "-e", "stderr", "-c", path]), port, HttpStatusCode.BadGateway);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
