using System.Diagnostics;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>The balancers read their configurations without a complaint; tests/Reliability tries what they do.</summary>
public sealed class BalancerConfigurationTests
{
    private static readonly (string Name, string Value)[] Variables = [("PORT", "18080"), ("REPLICA_1", "127.0.0.1:18081"), ("REPLICA_2", "127.0.0.1:18082")];

    [Fact]
    public async Task HAProxy_takes_its_configuration()
    {
        var start = new ProcessStartInfo("haproxy", ["-c", "-f", RepositoryFiles.In("docker/haproxy/haproxy.cfg")]);
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;

        await PassesAsync(start);
    }

    [Fact]
    public async Task Nginx_takes_its_configuration()
    {
        var room = Directory.CreateTempSubdirectory("nginx");
        try
        {
            var path = await WriteNginxAsync(room, Variables);

            await PassesAsync(new("nginx", ["-t", "-p", room.FullName, "-e", "stderr", "-c", path]));
        }
        finally
        {
            room.Delete(recursive: true);
        }
    }

    /// <summary>Writes a whole configuration around ours, as the official image does, and returns its path.</summary>
    internal static async Task<string> WriteNginxAsync(DirectoryInfo room, params (string Name, string Value)[] variables)
    {
        var server = variables.Aggregate(
            RepositoryFiles.Read("docker/nginx/templates/default.conf.template"),
            (text, variable) => text.Replace($"${{{variable.Name}}}", variable.Value, StringComparison.Ordinal));
        var path = Path.Combine(room.FullName, "nginx.conf");
        await File.WriteAllTextAsync(path, $"pid {room.FullName}/pid;\nevents {{ }}\nhttp {{\naccess_log off;\n{server}\n}}\n", TestContext.Current.CancellationToken);
        return path;
    }

    private static async Task PassesAsync(ProcessStartInfo start)
    {
        Assert.SkipUnless(Programs.IsInstalled(start.FileName), $"{start.FileName} is not installed; nobody but its own configuration needs it.");
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, errors + await output);
    }
}
