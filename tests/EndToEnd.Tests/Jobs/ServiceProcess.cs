using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Seq2SeqService.EndToEnd.Tests.Jobs;

/// <summary>The service as a process of its own, which can be killed.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;

    public ServiceProcess(params string[] settings)
    {
        Address = new($"http://127.0.0.1:{FreePort()}/");
        Http = new() { BaseAddress = Address };

        // artifacts/bin/EndToEnd.Tests/<configuration>/ → artifacts/bin/Api/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var service = Path.Combine(here.Parent!.Parent!.FullName, "Api", here.Name, "Seq2SeqService.Api.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [service, $"--urls={Address}", "--Serilog:MinimumLevel=Fatal", "--Inference:Threads=1", .. settings]))!;
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public Task ReadyAsync() => Condition.MetAsync(async () =>
    {
        try
        {
            return (await Http.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            Assert.False(_process.HasExited, "The service ended before it was ready.");
            await Task.Yield();
            return false;
        }
    });

    /// <summary>Without a word to it: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
