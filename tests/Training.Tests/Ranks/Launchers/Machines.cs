using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>
/// Two network namespaces with a cable between them: what runs in one finds the other at its address alone, as on another machine. They are gone when
/// nothing runs in them any more.
/// </summary>
internal sealed class Machines : IDisposable
{
    public static readonly string[] Addresses = ["10.77.0.1", "10.77.0.2"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process[] _namespaces = [Hold(), Hold()];

    public Machines()
    {
        try
        {
            Connect();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether this process may make them.</summary>
    public static bool CanBe => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Try("ip", "-Version") && Try("nsenter", "--version") && Try("unshare", "--net", "true");

    /// <summary>How to start a program on one of them.</summary>
    public ProcessStartInfo On(int number, string program, params IEnumerable<string> arguments) => new("nsenter", ["--net", "--target", Name(number), program, .. arguments]);

    /// <summary>How to start one of two processes of a group that meet on the first machine, each on the machine of its number.</summary>
    public ProcessStartInfo OnOwn(int rank, int port, params IEnumerable<string> command) =>
        On(rank, "env", [$"RANK={rank}", "WORLD_SIZE=2", $"MASTER_ADDR={Addresses[0]}", $"MASTER_PORT={port.ToString(CultureInfo.InvariantCulture)}", .. command]);

    /// <summary>Takes the cable out of a machine: packets are lost both ways, and nobody is told.</summary>
    public void Unplug(int number) => Run(On(number, "ip", "link", "set", "cable", "down"));

    public void Plug(int number) => Run(On(number, "ip", "link", "set", "cable", "up"));

    public void Dispose()
    {
        foreach (var held in _namespaces)
        {
            held.Kill();
            held.Dispose();
        }
    }

    private void Connect()
    {
        if (!SpinWait.SpinUntil(() => _namespaces.All(IsApart), Patience))
            throw new InvalidOperationException("unshare makes no network namespace.");

        Run(new("ip", ["link", "add", "cable", "netns", Name(0), "type", "veth", "peer", "name", "cable", "netns", Name(1)]));
        for (var number = 0; number < Addresses.Length; number++)
        {
            Run(On(number, "ip", "address", "add", $"{Addresses[number]}/24", "dev", "cable"));
            Run(On(number, "ip", "link", "set", "lo", "up"));
            Plug(number);
        }
    }

    private static Process Hold() => Process.Start("unshare", ["--net", "sleep", "infinity"]);

    private static bool IsApart(Process held) => new FileInfo($"/proc/{held.Id}/ns/net").LinkTarget != new FileInfo("/proc/self/ns/net").LinkTarget;

    private string Name(int number) => _namespaces[number].Id.ToString(CultureInfo.InvariantCulture);

    private static void Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed.");
    }

    private static bool Try(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
