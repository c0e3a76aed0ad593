using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>Debian's Slurm: installed, or unpacked by <c>test.sh</c>.</summary>
internal static class SlurmPrograms
{
    private const string Plugins = "usr/lib/x86_64-linux-gnu/slurm-wlm";

    // artifacts/bin/Training.Tests/<configuration>/ → artifacts/slurm/
    private static readonly string[] Roots = [Path.Combine(new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName, "slurm"), "/"];

    public static bool AreThere => Root is not null;

    /// <summary>Where its modules and its library are.</summary>
    public static string PluginDirectory => Path.Combine(Root!, Plugins);

    private static string? Root { get; } = Roots.FirstOrDefault(root => File.Exists(Path.Combine(root, "usr/sbin/slurmctld-wlm")) && Directory.Exists(Path.Combine(root, Plugins)));

    /// <summary>A daemon's program.</summary>
    public static string Daemon(string name) => Path.Combine(Root!, "usr/sbin", $"{name}-wlm");

    /// <summary>How to start one of them, in a cluster by its configuration; what is started by it finds the others.</summary>
    public static ProcessStartInfo Start(string configuration, string program, params IEnumerable<string> arguments)
    {
        var commands = Path.Combine(Root!, "usr/bin");
        var path = Path.Combine(commands, program);
        var start = new ProcessStartInfo(File.Exists(path) ? path : program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = configuration;
        start.Environment["LD_LIBRARY_PATH"] = PluginDirectory;
        start.Environment["PATH"] = $"{commands}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return start;
    }
}

/// <summary>A test with a Slurm cluster of its own; skipped where there are no programs for one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "There is no Slurm (Debian's packages slurmctld, slurmd, slurm-client and slurm-wlm-basic-plugins; test.sh unpacks them).";
        SkipType = typeof(SlurmPrograms);
        SkipUnless = nameof(SlurmPrograms.AreThere);
    }
}
