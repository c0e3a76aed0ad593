using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seq2SeqService.Reliability.Overload;

/// <summary>
/// One connection that stays open, and one request on it at a time. It knows of HTTP only what our own service sends, for the client of a flood must take
/// little of the processor that the service runs on.
/// </summary>
internal sealed class LeanConnection : IDisposable
{
    private const int StatusPlace = 9;   // behind "HTTP/1.1 "

    private readonly Socket _socket;
    private byte[] _answer = new byte[16 * 1024];

    private LeanConnection(Socket socket) => _socket = socket;

    /// <param name="service">Where to.</param>
    /// <param name="caller">Another address of this machine for each: the service tells callers by it.</param>
    public static async Task<LeanConnection> OpenAsync(Uri service, int caller)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + caller)]), 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, service.Port));
        return new(socket);
    }

    /// <summary>The bytes of <c>POST /translate</c>.</summary>
    public static byte[] Request(string json, int? deadlineMilliseconds)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var deadline = deadlineMilliseconds is { } milliseconds ? $"X-Deadline-Ms: {milliseconds}\r\n" : "";
        var head = $"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{deadline}Content-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<LeanAnswer> AskAsync(byte[] request, CancellationToken cancel)
    {
        await _socket.SendAsync(request, cancel);
        for (var length = 0; ;)
        {
            if (length == _answer.Length)
                Array.Resize(ref _answer, 2 * length);

            var read = await _socket.ReceiveAsync(_answer.AsMemory(length), cancel);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);

            length += read;
            if (IsWhole(_answer.AsSpan(0, length)))
                return new(StatusOf(_answer), _answer.AsMemory(0, length));
        }
    }

    /// <summary>Goes away at once, whatever is under way.</summary>
    public void Dispose() => _socket.Dispose();

    private static int StatusOf(ReadOnlySpan<byte> answer) =>
        Utf8Parser.TryParse(answer[StatusPlace..], out int status, out _) ? status : throw new InvalidDataException("The answer has no status.");

    /// <summary>Whether the last byte is there: that of a last chunk, for JSON holds no line ends, or the one that the length says.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;

        var head = answer[..end];
        var body = answer[(end + 4)..];
        var place = head.IndexOf("Content-Length: "u8);
        return place < 0 ? body.EndsWith("0\r\n\r\n"u8) : Utf8Parser.TryParse(head[(place + 16)..], out int length, out _) && body.Length >= length;
    }
}

/// <summary>An answer as it stands in the connection's memory until the next request.</summary>
internal readonly record struct LeanAnswer(int Status, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What was translated; null where nothing was.</summary>
    public string? Translation
    {
        get
        {
            var text = Encoding.UTF8.GetString(Bytes.Span);
            var start = text.IndexOf(Member, StringComparison.Ordinal);
            return start < 0 ? null : text[(start + Member.Length)..text.IndexOf("\",", start + Member.Length, StringComparison.Ordinal)];
        }
    }

    private const string Member = "\"translatedText\":\"";
}
