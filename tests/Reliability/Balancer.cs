using System.Diagnostics;

namespace Seq2SeqService.Reliability;

/// <summary>A real load balancer with the configuration that the repository ships, in front of two replicas.</summary>
internal sealed class Balancer : IDisposable
{
    private readonly Process _process;
    private readonly string _room = Directory.CreateTempSubdirectory("balancer").FullName;

    private Balancer(Func<string, ProcessStartInfo> start, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        _process = Process.Start(start(_room)) ?? throw new InvalidOperationException("The balancer does not start.");
    }

    public Uri Address { get; }

    /// <param name="name"><c>haproxy</c> or <c>nginx</c>, as Debian packages them.</param>
    public static Balancer Start(string name, Replica one, Replica two)
    {
        var port = Replica.FreePort();
        Dictionary<string, string> variables = new() { ["PORT"] = $"{port}", ["REPLICA_1"] = one.Address.Authority, ["REPLICA_2"] = two.Address.Authority };
        return new(name == "nginx" ? room => Nginx(room, variables) : _ => HaProxy(variables), port);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_room, recursive: true);
    }

    private static ProcessStartInfo HaProxy(Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("haproxy", ["-db", "-q", "-f", Repository.At("docker/haproxy/haproxy.cfg")]);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        return start;
    }

    /// <summary>The template as nginx's official image fills it, in the smallest configuration around.</summary>
    private static ProcessStartInfo Nginx(string room, Dictionary<string, string> variables)
    {
        var server = File.ReadAllText(Repository.At("docker/nginx/templates/default.conf.template"));
        foreach (var (name, value) in variables)
            server = server.Replace($"${{{name}}}", value, StringComparison.Ordinal);

        var temporary = string.Join('\n', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {room}/{kind};"));
        File.WriteAllText(Path.Combine(room, "nginx.conf"), $$"""
            daemon off;
            pid {{room}}/pid;
            error_log stderr crit;
            worker_rlimit_nofile 20000;
            events { worker_connections 15000; }
            http {
            access_log off;
            {{temporary}}
            {{server}}
            }
            """);
        return new ProcessStartInfo("nginx", ["-p", room, "-e", "stderr", "-c", Path.Combine(room, "nginx.conf")]);
    }
}
