using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Seq2SeqService.Reliability;

/// <summary>One process of the service, on the same port whenever it is started.</summary>
internal sealed partial class Replica : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2), LongestStop = TimeSpan.FromSeconds(40);

    // Whoever is not root is refused what a mode forbids.
    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dotnet"];

    private readonly string[] _command;
    private readonly string[] _settings;
    private readonly string _data = Directory.CreateTempSubdirectory("replica").FullName;
    private readonly HttpClient _http = new();
    private Process _process;

    public Replica(params string[] settings)
        : this(["dotnet"], settings)
    {
    }

    private Replica(string[] command, string[] settings)
    {
        (_command, _settings) = (command, settings);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _process = Start();
    }

    public Uri Address { get; }

    /// <summary>A replica that is not root, though this program may be.</summary>
    public static Replica Unprivileged(params string[] settings) => new(Environment.IsPrivilegedProcess ? AsNobody : ["dotnet"], settings);

    /// <summary>Bytes of memory that it holds.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Its process, for the figures that the system keeps of it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Bytes that live on its heap after a collection that was asked for.</summary>
    public async Task<double> LiveBytesAsync()
    {
        var before = (await FiguresAsync()).FullCollections;
        await DiagnosticPort.CollectAsync(_process.Id);
        var after = await FiguresAsync();
        return after.FullCollections > before ? after.LiveBytes : throw new InvalidOperationException("The service did not collect its garbage.");
    }

    public Task<ServiceFigures> FiguresAsync() => ServiceFigures.ReadAsync(_http, Address);

    public int Threads
    {
        get
        {
            _process.Refresh();
            return _process.Threads.Count;
        }
    }

    /// <summary>Open files and sockets.</summary>
    public int Handles => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    public async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(LongestStart);
        while (!await IsReadyAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The service ended with {_process.ExitCode}.");
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>As an orchestrator stops it.</summary>
    public async Task StopAsync()
    {
        _ = Signal(_process.Id, Terminate);
        using var limit = new CancellationTokenSource(LongestStop);
        await _process.WaitForExitAsync(limit.Token);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"The service ended with {_process.ExitCode} when it was told to stop.");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Start();
        return ReadyAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start()
    {
        string[] arguments =
        [
            .. _command.Skip(1), Repository.Service, $"--urls={Address}", $"--Inference:ModelsDirectory={Repository.Models}", $"--Api:Glossaries:Directory={_data}",
            "--Logging:LogLevel:Default=Warning", "--Inference:Threads=1", .. _settings,
        ];
        var start = new ProcessStartInfo(_command[0], arguments) { Environment = { ["MALLOC_ARENA_MAX"] = "2" } };   // as the image sets it
        return Process.Start(start) ?? throw new InvalidOperationException("The service does not start.");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, "health/ready"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
