using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>The service as a child process on a free port of this machine.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30), LongestAnswer = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly BlockingCollection<string> _meters = [];

    /// <param name="settings"><c>Section:Name=value</c>, as on the service's own command line, and <c>DOTNET_Name=value</c> for its environment.</param>
    public ServiceProcess(string store, IReadOnlyList<string> settings)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };

        // By the service's own settings of the runtime, which differ from ours.
        string[] arguments = ["exec", "--runtimeconfig", Beside("Seq2SeqService.Api.runtimeconfig.json"), Beside("Seq2SeqService.Benchmarks.dll"), "host", $"--urls={Address}", $"--Inference:ModelsDirectory={Path.GetFullPath(store)}", "--Logging:LogLevel:Default=Warning", "--Inference:Cache:MaxMegabytes=0"];
        foreach (var argument in arguments.Concat(settings.Where(setting => !IsOfRuntime(setting)).Select(setting => $"--{setting}")))
            start.ArgumentList.Add(argument);
        foreach (var setting in settings.Where(IsOfRuntime).Select(setting => setting.Split('=', 2)))
            start.Environment[setting[0]] = setting[1];
        _process = Process.Start(start) ?? throw new InvalidOperationException("The service does not start.");
        _process.OutputDataReceived += (_, output) => Receive(output.Data);
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>What the service's meters have counted since its start, by instrument.</summary>
    public IReadOnlyDictionary<string, double> Meters()
    {
        _process.StandardInput.WriteLine();
        return _meters.TryTake(out var json, LongestAnswer)
            ? JsonSerializer.Deserialize<Dictionary<string, double>>(json)!
            : throw new InvalidOperationException("The service does not tell what its meters have counted.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(LongestStop))
            _process.Kill();
        _process.Dispose();
        _meters.Dispose();
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static bool IsOfRuntime(string setting) => setting.StartsWith("DOTNET_", StringComparison.Ordinal);

    private void Receive(string? line)
    {
        if (line?.StartsWith(ServiceHost.AnswerMark, StringComparison.Ordinal) == true)
            _meters.Add(line[ServiceHost.AnswerMark.Length..]);
        else if (line is not null)
            Console.Error.WriteLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
