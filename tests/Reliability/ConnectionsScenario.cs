using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seq2SeqService.Reliability;

/// <summary>
/// Thousands of connections that are idle, and hundreds whose headers and bodies drip (slowloris): translating beside them must be as quick as
/// without, and memory bounded.
/// </summary>
internal static class ConnectionsScenario
{
    private const double Unharmed = 2;   // times the p99 without them
    private const double LeastNoise = 150;   // milliseconds that a busy machine may take
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20), Drip = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(Arguments options)
    {
        var (count, rate) = (options.Number("count", 10_000), options.Number("rate", 20));
        using var replica = new Replica();
        await replica.ReadyAsync();
        using var load = new OpenLoad(replica.Address);
        await load.LearnAsync();

        Console.WriteLine("| beside | requests | failed | p50 ms | p99 ms | memory, MB | faults |\n|---|---:|---:|---:|---:|---:|---|");
        await MeasureAsync("nothing, warming up");
        var before = await MeasureAsync("nothing");
        var connections = new List<Socket>();
        for (var i = 0; i < count; i++)
            connections.Add(await ConnectAsync(replica.Address));

        var idle = await MeasureAsync($"{count} idle connections");
        using var end = new CancellationTokenSource();
        var dripping = connections.Take(count / 10).Select((socket, i) => DripAsync(socket, isBody: i % 2 == 0, end.Token)).ToList();
        var slow = await MeasureAsync($"{count / 10} of them dripping");
        await end.CancelAsync();
        await Task.WhenAll(dripping);
        connections.ForEach(socket => socket.Dispose());
        var after = await MeasureAsync("nothing again");

        var limit = Math.Max(LeastNoise, Unharmed * before.Latency(0.99));
        return ((LoadReport[])[before, idle, slow, after]).All(report => report.Failed == 0 && report.Latency(0.99) <= limit) ? 0 : 1;

        async Task<LoadReport> MeasureAsync(string beside)
        {
            await load.SendAsync(rate, Task.Delay(Time));
            var report = await load.ReportAsync();
            Console.WriteLine(
                $"| {beside} | {report.Sent} | {report.Failed} | {report.Latency(0.5):F0} | {report.Latency(0.99):F0} | {replica.Memory >> 20} | {report.Faults} |");
            return report;
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
        return socket;
    }

    /// <summary>A byte a second, of the headers or of the body, until the service has had enough.</summary>
    private static async Task DripAsync(Socket socket, bool isBody, CancellationToken end)
    {
        var start = isBody
            ? "POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
            : "GET /languages HTTP/1.1\r\nX-Slow: ";
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(start), end);
            while (true)
            {
                await Task.Delay(Drip, end);
                await socket.SendAsync("a"u8.ToArray(), end);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // The service closed it, or we are done.
        }
    }
}
