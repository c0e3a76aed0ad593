using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The exports of <c>seq2seq_distributed.h</c>, in its order.</summary>
internal static unsafe partial class DistributedMethods
{
    private const string Library = NativeMethods.Library;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_distributed_has(string backend);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_store_open(string host, int port, int isServer, long timeout, out nint result);

    [LibraryImport(Library)]
    internal static partial void s2s_store_free(nint store);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_store_set(nint store, string key, byte* value, long bytes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_store_has(nint store, string key, out int result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_store_add(nint store, string key, long amount, out long result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_store_get(nint store, string key, byte* value, long capacity, out long bytes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_group_create(
        nint store, string prefix, string backend, int rank, int size, string network, string host, long timeout, out nint result);

    [LibraryImport(Library)]
    internal static partial void s2s_group_free(nint group);

    [LibraryImport(Library)]
    internal static partial int s2s_group_all_reduce(nint group, nint tensor, out nint result);

    [LibraryImport(Library)]
    internal static partial int s2s_group_broadcast(nint group, nint tensor, int root, out nint result);

    [LibraryImport(Library)]
    internal static partial int s2s_group_barrier(nint group, out nint result);

    [LibraryImport(Library)]
    internal static partial int s2s_work_wait(nint work);

    [LibraryImport(Library)]
    internal static partial void s2s_work_free(nint work);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_on_grad(nint tensor, delegate* unmanaged<long, void> hook, long context, out nint result);

    [LibraryImport(Library)]
    internal static partial void s2s_hook_free(nint hook);

    // The settings of BLAS and allocator stand before the first native load, whichever class makes it.
    static DistributedMethods() => LibtorchLoader.Prepare();
}
