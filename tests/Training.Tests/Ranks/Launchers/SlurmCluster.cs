using System.Diagnostics;
using System.Globalization;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>A Slurm cluster of two nodes on this machine, its scheduler and its two daemons, without accounts and keys.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _directory;
    private readonly List<Process> _daemons = [];

    public SlurmCluster(string directory)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Configuration => PathOf("slurm.conf");

    /// <summary>Submits a job script of <c>deploy/slurm</c>; what it says goes into <c>NAME.out</c>, of an array into <c>NAME.0.out</c> and so on.</summary>
    public int Submit(string name, IEnumerable<string> options, string script, params IEnumerable<string> arguments)
    {
        var output = PathOf(options.Any(option => option.StartsWith("--array", StringComparison.Ordinal)) ? $"{name}.%a.out" : $"{name}.out");
        return int.Parse(Must("sbatch", ["--parsable", $"--output={output}", .. options, script, .. arguments]), CultureInfo.InvariantCulture);
    }

    /// <summary>Runs one of the commands of Slurm, which must succeed, and gives what it says.</summary>
    public string Must(string command, params IEnumerable<string> arguments)
    {
        var (code, said) = Ask(command, arguments);
        Assert.True(code == 0, $"{command}: {said}");
        return said;
    }

    /// <summary>Waits until the job has ended, all of an array.</summary>
    public void AwaitEnd(int job) =>
        Await(() => Ask("squeue", "--noheader", $"--jobs={job}") is { ExitCode: 0 } answer && string.IsNullOrWhiteSpace(answer.Said), $"job {job} has ended");

    public void Await(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), $"Never was it so that {what}:\n{Logs()}");

    /// <summary>What the job has said; nothing before it runs.</summary>
    public string Said(string output)
    {
        var path = PathOf($"{output}.out");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    public void Dispose()
    {
        foreach (var daemon in _daemons)
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }
    }

    private void Start()
    {
        File.WriteAllText(Configuration, Configure());
        _daemons.Add(Daemon("slurmctld", "-D"));
        foreach (var node in (string[])["n0", "n1"])
            _daemons.Add(Daemon("slurmd", "-D", "-N", node, "-d", SlurmPrograms.Daemon("slurmstepd")));
        Await(() => Ask("sinfo", "--noheader", "--format=%T %D").Said.Trim() == "idle 2", "both nodes are there");
    }

    private (int ExitCode, string Said) Ask(string command, params IEnumerable<string> arguments)
    {
        var start = SlurmPrograms.Start(Configuration, command, arguments);
        start.Environment["WORKER"] = string.Join(' ', Worker.Command);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        said += process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private Process Daemon(string name, params string[] arguments)
    {
        var process = Process.Start(SlurmPrograms.Start(Configuration, SlurmPrograms.Daemon(name), arguments))!;
        process.OutputDataReceived += (_, _) => { };   // their logs have it
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Nodes are addresses of this machine; two of them need a daemon each, and two ports.</summary>
    private string Configure() => $"""
        ClusterName=test
        SlurmctldHost={Environment.MachineName.Split('.')[0]}(127.0.0.1)
        SlurmctldPort={Worker.FreePort()}
        SlurmUser={Environment.UserName}
        SlurmdUser={Environment.UserName}
        AuthType=auth/none
        CredType=cred/none
        AuthInfo=cred_expire=5
        PluginDir={SlurmPrograms.PluginDirectory}
        StateSaveLocation={PathOf("state")}
        SlurmdSpoolDir={PathOf("spool.%n")}
        SlurmctldPidFile={PathOf("slurmctld.pid")}
        SlurmdPidFile={PathOf("%n.pid")}
        SlurmctldLogFile={PathOf("slurmctld.log")}
        SlurmdLogFile={PathOf("%n.log")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SwitchType=switch/none
        MpiDefault=none
        ReturnToService=2
        SchedulerParameters=batch_sched_delay=0,sched_interval=1
        SlurmdParameters=config_overrides
        {Node("n0")}
        {Node("n1")}
        PartitionName=all Nodes=n0,n1 Default=YES State=UP

        """;

    private static string Node(string name) => $"NodeName={name} NodeHostname={Environment.MachineName.Split('.')[0]} NodeAddr=127.0.0.1 Port={Worker.FreePort()} CPUs=2";

    private string Logs() => string.Join('\n', Directory.GetFiles(_directory, "*.log").Concat(Directory.GetFiles(_directory, "*.out")).Select(File.ReadAllText));

    private string PathOf(string name) => Path.Combine(_directory, name);
}
