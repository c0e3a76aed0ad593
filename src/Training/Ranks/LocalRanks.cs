using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Seq2SeqService.Training.Ranks;

/// <summary>Starts the processes of a run on this machine: the first one speaks on the terminal, the others only of failures.</summary>
/// <param name="launch">Starts a process; in tests something else than this program.</param>
internal sealed class LocalRanks(int count, TextWriter errors, Func<ProcessStartInfo, Process?>? launch = null)
{
    /// <summary>For the others to find out who is lost, and to say so, when one has ended.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>Runs this program with <paramref name="arguments"/> in all processes; returns the exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var port = FreePort();
        var processes = new List<Process>();
        try
        {
            for (var rank = 0; rank < count; rank++)
                processes.Add(Start(rank, port, arguments));
            using var asked = stop.Register(() => processes.ForEach(Terminate));
            return await AwaitAsync(processes);
        }
        finally
        {
            foreach (var process in processes)
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
                process.Dispose();
            }
        }
    }

    private async Task<int> AwaitAsync(List<Process> processes)
    {
        var running = processes.Select((process, rank) => (Rank: rank, Process: process, Exit: process.WaitForExitAsync(CancellationToken.None))).ToList();
        while (running.Count > 0)
        {
            await Task.WhenAny(running.Select(child => child.Exit));
            var ended = running.First(child => child.Exit.IsCompleted);
            running.Remove(ended);
            if (ended.Process.ExitCode == 0)
                continue;

            await errors.WriteLineAsync($"Rank {ended.Rank} of {count} (process {ended.Process.Id}) {Describe(ended.Process.ExitCode)}; the others end as well.");
            await Task.WhenAny(Task.WhenAll(running.Select(child => child.Exit)), Task.Delay(Farewell));
            return IsLoss(ended.Process.ExitCode) ? LostRankException.ExitCode : 1;
        }

        return 0;
    }

    /// <summary>Whether a process was lost, or has lost another: 128 and more are signals.</summary>
    private static bool IsLoss(int exitCode) => exitCode is LostRankException.ExitCode or >= 128;

    private Process Start(int rank, int port, IReadOnlyList<string> arguments)
    {
        // `dotnet worker.dll train …` and `worker train …` are both ways to be started.
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments)
        {
            RedirectStandardOutput = rank > 0,
            RedirectStandardError = rank > 0,
        };
        foreach (var (name, value) in Place(rank, port))
            start.Environment[name] = value;

        var process = (launch ?? Process.Start)(start)!;
        errors.WriteLine($"Rank {rank} of {count} is process {process.Id}.");
        if (rank > 0)
            Pass(process, rank);
        return process;
    }

    private IEnumerable<(string Name, string Value)> Place(int rank, int port)
    {
        var (own, all) = (rank.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
        return
        [
            ("RANK", own), ("LOCAL_RANK", own), ("WORLD_SIZE", all), ("LOCAL_WORLD_SIZE", all),
            ("MASTER_ADDR", "127.0.0.1"), ("MASTER_PORT", port.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private void Pass(Process process, int rank)
    {
        void Line(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { Length: > 0 } text)
                errors.WriteLine($"rank {rank}: {text}");
        }

        process.OutputDataReceived += Line;
        process.ErrorDataReceived += Line;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static string Describe(int code) => code > 128
        ? $"was ended by signal {code - 128}"
        : $"ended with exit code {code}";

    /// <summary>As Ctrl-C does: each stops behind the same update, and the first one saves.</summary>
    private static void Terminate(Process process)
    {
        if (process.HasExited)
            return;

        try
        {
            Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        }
        catch (Win32Exception)
        {
            process.Kill();   // a system without that program; the run goes on from its last save
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
