using System.Diagnostics;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>The job scripts of <c>deploy/slurm</c> with other programs in Slurm's place.</summary>
public sealed class JobScriptTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("job-script-");

    // artifacts/bin/Training.Tests/<configuration>/ → deploy/slurm/
    public static string Scripts { get; } = Path.Combine(new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.FullName, "deploy", "slurm");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, false)]    // a recipe that is refused
    [InlineData(75, 0, true)]    // a rank that has lost another
    [InlineData(137, 2, true)]   // one ended by SIGKILL
    [InlineData(137, 3, false)]
    public void A_job_starts_itself_again_where_a_rank_was_lost_and_nowhere_else(int code, int restarts, bool isAgain)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash");
        Program("srun", $"exit {code}");
        Program("scontrol", """echo "$@" """);

        var (ended, said) = Run("train", new() { ["SLURM_JOB_ID"] = "7", ["SLURM_RESTART_COUNT"] = $"{restarts}", ["MASTER_ADDR"] = "n0" }, "mine.json");

        Assert.Equal((isAgain ? 0 : code, isAgain ? "requeue 7" : ""), (ended, said));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("translate")]
    public void The_workers_command_may_have_variables_and_quotes_and_gets_arguments_as_they_are(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash");
        Program("srun", """while [ "${1#--}" != "$1" ]; do shift; done; exec "$@" """);
        Program("the worker", """for one in "$@"; do echo "[$one]"; done""");

        var (ended, said) = Run(
            script,
            new() { ["SLURM_JOB_ID"] = "7", ["SLURM_NTASKS_PER_NODE"] = "1", ["MASTER_ADDR"] = "n0", ["HERE"] = _directory.FullName, ["WORKER"] = "\"$HERE/the worker\"" },
            "8", "a model", "in.txt", "out.txt", "--beam", "1");

        Assert.Equal(0, ended);
        Assert.Contains("[a model]", said, StringComparison.Ordinal);
        Assert.StartsWith($"[{script}]", said, StringComparison.Ordinal);
        Assert.EndsWith("[--beam]\n[1]", said, StringComparison.Ordinal);
    }

    private void Program(string name, string body)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, $"#!/bin/bash\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private (int ExitCode, string Said) Run(string script, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Scripts, $"{script}.sbatch"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_directory.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
