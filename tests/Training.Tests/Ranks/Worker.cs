using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Ranks;

/// <summary>The built worker in a process of its own.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private Worker(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that it has said up to now, on either stream.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>The command of the built worker: a program, and what comes before the worker's own arguments.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", Built()];

    /// <summary>Another program that starts workers, or is one elsewhere.</summary>
    public static Worker By(ProcessStartInfo start) => new(start);

    /// <summary>One of the worker's commands.</summary>
    public static Worker Of(params string[] arguments) => new(Start(arguments));

    /// <summary>Trains with <c>--processes</c>.</summary>
    public static Worker Launch(string recipe, int processes, params string[] settings) =>
        new(Start(["train", recipe, "--processes", processes.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(pair => new[] { "--set", pair })]));

    /// <summary>One process of several, as torchrun and its like start it.</summary>
    public static Worker Join(string recipe, int rank, int size, int port, params string[] settings)
    {
        var start = Start(["train", recipe, .. settings.SelectMany(pair => new[] { "--set", pair })]);
        start.Environment["RANK"] = rank.ToString(CultureInfo.InvariantCulture);
        start.Environment["WORLD_SIZE"] = size.ToString(CultureInfo.InvariantCulture);
        start.Environment["MASTER_ADDR"] = "127.0.0.1";
        start.Environment["MASTER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        return new Worker(start);
    }

    public static string Write(Recipe recipe, string path)
    {
        File.WriteAllText(path, RecipeFile.Write(recipe));
        return path;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it has said <paramref name="words"/>.</summary>
    public void Await(string words)
    {
        lock (_said)
        {
            for (var clock = Stopwatch.StartNew(); !_said.ToString().Contains(words, StringComparison.Ordinal);)
                Assert.True(Monitor.Wait(_said, Patience) && clock.Elapsed < Patience, $"It never said '{words}': {_said}");
        }
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public int AwaitEnd()
    {
        Assert.True(_process.WaitForExit(Patience), $"It goes on: {Said}");
        _process.WaitForExit();   // its streams as well
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
            Monitor.PulseAll(_said);
        }
    }

    private static ProcessStartInfo Start(string[] arguments) => new(Command[0], [.. Command.Skip(1), .. arguments]);

    private static string Built()
    {
        // artifacts/bin/Training.Tests/<configuration>/ → artifacts/bin/Training/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, "Training", here.Name, "Seq2SeqService.Training.dll");
    }
}
