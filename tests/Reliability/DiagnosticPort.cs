using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Seq2SeqService.Reliability;

/// <summary>
/// Asks another .NET process on this machine to collect its garbage, by the port that every .NET process has for tools (a socket in the folder for
/// temporary files, see "IPC protocol" in dotnet/diagnostics). The product needs no switch for it.
/// </summary>
internal static class DiagnosticPort
{
    private const byte EventPipe = 2, StopTracing = 1, CollectTracing = 2;
    private const ulong CollectHeap = 0x80_0000;   // of the runtime's provider: begins with a full, blocking collection
    private const int HeaderBytes = 20;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    public static async Task CollectAsync(int process)
    {
        using var session = await ConnectAsync(process);
        await session.SendAsync(Message(CollectTracing, [.. Number(16u), .. Number(1u), .. Number(1u), .. BitConverter.GetBytes(CollectHeap), .. Number(4u), .. Text("Microsoft-Windows-DotNETRuntime"), .. Text("")]));
        var answer = new byte[HeaderBytes + sizeof(ulong)];
        await ReadExactlyAsync(session, answer);
        var draining = DrainAsync(session);
        await Task.Delay(Wait);   // the collection is under way before the session answers, but not over
        using var second = await ConnectAsync(process);
        await second.SendAsync(Message(StopTracing, answer[HeaderBytes..]));
        await ReadExactlyAsync(second, new byte[HeaderBytes]);
        await draining;
    }

    private static async Task<Socket> ConnectAsync(int process)
    {
        var path = Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process}-*-socket").FirstOrDefault()
            ?? throw new InvalidOperationException($"Process {process} has no diagnostic port in {Path.GetTempPath()}: start it without DOTNET_EnableDiagnostics=0.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static byte[] Message(byte command, byte[] payload)
    {
        var message = new byte[HeaderBytes + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message, HeaderBytes);
        return message;
    }

    private static byte[] Number(uint value) => BitConverter.GetBytes(value);

    private static byte[] Text(string text) => [.. Number((uint)text.Length + 1), .. Encoding.Unicode.GetBytes(text + "\0")];

    private static async Task ReadExactlyAsync(Socket socket, byte[] target)
    {
        for (var read = 0; read < target.Length;)
        {
            var count = await socket.ReceiveAsync(target.AsMemory(read));
            read += count > 0 ? count : throw new InvalidOperationException("The diagnostic port closed the connection.");
        }
    }

    /// <summary>The session's events interest nobody, but it ends only when they were read.</summary>
    private static async Task DrainAsync(Socket session)
    {
        var buffer = new byte[1 << 16];
        while (await session.ReceiveAsync(buffer) > 0)
        {
        }
    }
}
