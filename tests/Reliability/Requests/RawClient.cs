using System.Net;
using System.Net.Sockets;

namespace Seq2SeqService.Reliability.Requests;

/// <summary>Sends bytes over a connection of their own and reads whatever comes until it is closed.</summary>
internal sealed class RawClient(Uri address)
{
    private const int MaxAnswer = 8 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(90);

    /// <param name="isWhole">The bytes end a request; else the sending side is closed after a moment, as by a client that died.</param>
    public async Task<RawAnswer> SendAsync(byte[] request, bool isWhole)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(enable: true, seconds: 0) };
        using var limit = new CancellationTokenSource(Longest);
        using var answer = new MemoryStream();
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), limit.Token);
            var reading = ReadAsync(socket, answer, limit.Token);
            var sending = SendAllAsync(socket, request, limit.Token);
            if (!isWhole && await Task.WhenAny(reading, Task.Delay(Patience, limit.Token)) != reading)
                socket.Shutdown(SocketShutdown.Send);

            await reading;
            await sending;
        }
        catch (SocketException)
        {
            // The service had enough.
        }
        catch (OperationCanceledException)
        {
            return new(answer.ToArray(), isClosed: false);
        }

        return new(answer.ToArray(), isClosed: true);
    }

    private static async Task SendAllAsync(Socket socket, byte[] request, CancellationToken cancel)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
                sent += await socket.SendAsync(request.AsMemory(sent), cancel);
        }
        catch (SocketException)
        {
            // It answered before it had read everything.
        }
    }

    private static async Task ReadAsync(Socket socket, MemoryStream answer, CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        while (answer.Length < MaxAnswer && await socket.ReceiveAsync(buffer, cancel) is > 0 and var count)
            answer.Write(buffer, 0, count);
    }
}
