using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Native;
using static TorchSharp.Native.DistributedMethods;

namespace TorchSharp.Extras;

/// <summary>
/// Keys and values that the processes of a job share over TCP: <c>torch.distributed.TCPStore</c>. One process is the server; the store is lost
/// with it. One connection may be used by several threads, one after the other.
/// </summary>
public sealed class Store : IDisposable
{
    private nint _handle;

    /// <param name="host">Name or address of the server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="isServer">This process serves the store, and is its own first client.</param>
    /// <param name="timeout">How long to try to connect.</param>
    /// <exception cref="ExternalException">The port is taken, or nobody answers at it.</exception>
    public Store(string host, int port, bool isServer, TimeSpan timeout) =>
        NativeMethods.Check(s2s_store_open(host, port, isServer ? 1 : 0, (long)timeout.TotalMilliseconds, out _handle));

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    public unsafe void Set(string key, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* first = bytes)
            NativeMethods.Check(s2s_store_set(Handle, key, first, bytes.Length));
    }

    /// <summary>The value of <paramref name="key"/>; null where it has none yet.</summary>
    public unsafe string? Find(string key)
    {
        NativeMethods.Check(s2s_store_has(Handle, key, out var isThere));
        if (isThere == 0)
            return null;

        for (var bytes = new byte[4096]; ; bytes = new byte[bytes.Length * 4])
        {
            long length;
            fixed (byte* first = bytes)
                NativeMethods.Check(s2s_store_get(Handle, key, first, bytes.Length, out length));
            if (length <= bytes.Length)
                return Encoding.UTF8.GetString(bytes, 0, (int)length);
        }
    }

    /// <summary>Adds to a number that begins at 0 and gives the sum; adding 0 reads it.</summary>
    public long Add(string key, long amount)
    {
        NativeMethods.Check(s2s_store_add(Handle, key, amount, out var sum));
        return sum;
    }

    public void Dispose()
    {
        if (_handle != 0)
            s2s_store_free(_handle);
        _handle = 0;
    }
}
