using System.Diagnostics;

namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>A PostgreSQL of the test's own, in a temporary directory, that listens on a socket there and on no port.</summary>
public sealed class PostgresCluster : IDisposable
{
    private const string Programs = "/usr/lib/postgresql";
    private const string User = "postgres";

    private readonly string _directory = Directory.CreateTempSubdirectory("pg-").FullName;

    public PostgresCluster()
    {
        if (!CanRun)
            return;

        if (IsRoot)
            Run("chown", User, _directory);   // PostgreSQL refuses to run as root
        RunAsUser(Program("initdb"), "-D", Data, "-U", User, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        RunAsUser(Program("pg_ctl"), "-D", Data, "-w", "-l", $"{_directory}/log", "-o", $"-c listen_addresses='' -c unix_socket_directories={_directory} -c fsync=off", "start");
    }

    /// <summary>Whether the machine has PostgreSQL, and may start it as somebody who is not root.</summary>
    public static bool CanRun { get; } = Directory.Exists(Programs) && (!IsRoot || File.Exists("/usr/sbin/runuser"));

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_directory, "data");

    /// <summary>An empty database.</summary>
    public string CreateDatabase()
    {
        var name = $"g{Guid.NewGuid():N}";
        RunAsUser(Program("createdb"), "-h", _directory, "-U", User, name);
        return $"Host={_directory};Username={User};Database={name};Timeout=15";
    }

    public void Dispose()
    {
        if (CanRun)
            RunAsUser(Program("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Of the newest version that is there.</summary>
    private static string Program(string name) =>
        Path.Combine(Directory.GetDirectories(Programs).OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0).First(), "bin", name);

    private void RunAsUser(string program, params string[] arguments)
    {
        if (IsRoot)
            Run("runuser", ["-u", User, "--", program, .. arguments]);
        else
            Run(program, arguments);
    }

    private void Run(string program, params string[] arguments)
    {
        // A server that pg_ctl starts keeps what it inherits open: its output goes nowhere, so that nobody waits for its end.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>\"$0\"", $"{_directory}/complaints", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {File.ReadAllText($"{_directory}/complaints")}");
    }
}
