using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.Native.DistributedMethods;

namespace TorchSharp.Extras;

/// <summary>An operation of a group that is under way.</summary>
public sealed class Work : IDisposable
{
    private nint _handle;

    internal Work(nint handle) => _handle = handle;

    /// <summary>Returns when the operation is done in this process; its tensor may then be used.</summary>
    /// <exception cref="ExternalException">Another process is gone, or did not take part in time.</exception>
    public void Wait() => NativeMethods.Check(s2s_work_wait(_handle));

    public void Dispose()
    {
        if (_handle != 0)
            s2s_work_free(_handle);
        _handle = 0;
    }
}
