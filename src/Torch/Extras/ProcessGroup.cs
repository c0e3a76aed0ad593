using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.Native.DistributedMethods;

namespace TorchSharp.Extras;

/// <summary>
/// Processes that exchange tensors: <c>torch.distributed.ProcessGroup</c> over Gloo or NCCL. Every process calls the same operations in the same
/// order, on tensors of the same shape and type; what differs is an error of libtorch or a wait until the timeout.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    private nint _handle;

    /// <summary>Returns when all processes have come.</summary>
    /// <param name="store">Where they find one another; it must outlive the group.</param>
    /// <param name="options">Backend, and who this process is.</param>
    /// <exception cref="ExternalException">A process did not come in time, or cannot be reached.</exception>
    public ProcessGroup(Store store, ProcessGroupOptions options)
    {
        if (!Has(options.Backend))
        {
            throw new DllNotFoundException(
                $"The libtorch shim was built without {options.Backend}. Gloo needs its headers beside libtorch (Debian and Ubuntu: apt-get install libgloo-dev), " +
                "NCCL a libtorch for CUDA with nccl.h; then remove libseq2seq_torch.so and build again.");
        }

        (Rank, Size) = (options.Rank, options.Size);
        NativeMethods.Check(s2s_group_create(
            store.Handle, options.Prefix, options.Backend, options.Rank, options.Size, options.Interface, options.Host,
            (long)options.Timeout.TotalMilliseconds, out _handle));
    }

    /// <summary>Number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>Number of processes.</summary>
    public int Size { get; }

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Whether this build has <c>gloo</c>, or <c>nccl</c>.</summary>
    public static bool Has(string backend) => s2s_distributed_has(backend) != 0;

    /// <summary>Sums a contiguous tensor over all processes, in place and the same in each, bit for bit. It must stay untouched until it was waited for.</summary>
    public Work AllReduce(torch.Tensor tensor)
    {
        NativeMethods.Check(s2s_group_all_reduce(Handle, tensor.Handle, out var work));
        return new Work(work);
    }

    /// <summary>Gives all processes the values that process <paramref name="root"/> has in a contiguous tensor.</summary>
    public Work Broadcast(torch.Tensor tensor, int root)
    {
        NativeMethods.Check(s2s_group_broadcast(Handle, tensor.Handle, root, out var work));
        return new Work(work);
    }

    /// <summary>Is done when every process has come here.</summary>
    public Work Barrier()
    {
        NativeMethods.Check(s2s_group_barrier(Handle, out var work));
        return new Work(work);
    }

    public void Dispose()
    {
        if (_handle != 0)
            s2s_group_free(_handle);
        _handle = 0;
    }
}
