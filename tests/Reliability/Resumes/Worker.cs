using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>The training worker, as it is shipped, in processes of its own: one, or with <c>--processes</c> one that starts the others.</summary>
internal sealed partial class Worker : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly List<int> _ranks = [];

    /// <param name="folder">Where the paths of recipes begin.</param>
    public Worker(string folder, params string[] arguments)
        : this(folder, new ProcessStartInfo("dotnet", [Repository.Worker, .. arguments]))
    {
    }

    /// <param name="start">A program that becomes the worker, or starts it.</param>
    public Worker(string folder, ProcessStartInfo start)
    {
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";   // what is killed would leave its pipes behind
        _process = Process.Start(start) ?? throw new InvalidOperationException("The worker does not start.");
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>True where this program has killed it.</summary>
    public bool IsKilled { get; private set; }

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>The last thing that it said.</summary>
    public string LastLine => Said.Trim().Split('\n')[^1];

    /// <summary>Under strace, which does something to its system calls.</summary>
    /// <param name="inject">As <c>--inject</c> has it.</param>
    public static Worker Traced(string folder, string inject, params string[] arguments) => new(
        folder, new ProcessStartInfo("strace", ["--follow-forks", "--quiet=all", "--output=/dev/null", $"--trace={inject.Split(':')[0]}", $"--inject={inject}", "dotnet", Repository.Worker, .. arguments]));

    /// <summary>SIGKILL at once: for one rank of several, else for all processes, as when a machine loses its power.</summary>
    public void Kill(int? rank = null)
    {
        IsKilled = true;
        int[] ranks;
        lock (_said)
            ranks = [.. _ranks];
        if (rank is { } one && one < ranks.Length)
        {
            KillOne(ranks[one]);
            return;
        }

        foreach (var each in ranks)
            KillOne(each);
        _process.Kill(entireProcessTree: true);   // ranks that it has started and not told of yet
    }

    /// <summary>The exit code, when all its processes are gone.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        await _process.WaitForExitAsync(limit.Token);
        while (_ranks.Any(rank => Directory.Exists($"/proc/{rank}")))
            await Task.Delay(5, limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void KillOne(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
            if (line is not null && RankLine().Match(line) is { Success: true } rank)
                _ranks.Add(int.Parse(rank.Groups["process"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"^Rank \d+ of \d+ is process (?<process>\d+)\.")]
    private static partial Regex RankLine();
}
