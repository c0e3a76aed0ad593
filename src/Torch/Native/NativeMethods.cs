using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Native;

/// <summary>The exports of <c>seq2seq_torch.h</c>, in its order.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "seq2seq_torch";

    [LibraryImport(Library)]
    internal static partial byte* s2s_last_error();

    [LibraryImport(Library)]
    internal static partial byte* s2s_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int s2s_op_find(string name, string overload, out nint result);

    [LibraryImport(Library)]
    internal static partial int s2s_op_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, int* produced);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_copy_from(void* data, long bytes, long* shape, int dimensions, int scalarType, out nint result);

    [LibraryImport(Library)]
    internal static partial void s2s_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_alias(nint tensor, out nint result);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long s2s_tensor_dimensions(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long s2s_tensor_size(nint tensor, long dimension);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int s2s_tensor_scalar_type(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int s2s_tensor_device(nint tensor, out int index);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int s2s_tensor_is_contiguous(nint tensor);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_data(nint tensor, out void* data);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_requires_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_set_requires_grad(nint tensor, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_grad(nint tensor, out nint result);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_clear_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_set_data(nint tensor, nint data);

    [LibraryImport(Library)]
    internal static partial int s2s_tensor_backward(nint tensor);

    [LibraryImport(Library)]
    internal static partial int s2s_grad_enabled();

    [LibraryImport(Library)]
    internal static partial void s2s_set_grad_enabled(int enabled);

    [LibraryImport(Library)]
    internal static partial int s2s_inference_mode_enter(out nint guard);

    [LibraryImport(Library)]
    internal static partial void s2s_inference_mode_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial int s2s_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial int s2s_set_num_threads(int threads);

    [LibraryImport(Library)]
    internal static partial int s2s_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int s2s_cuda_is_available();

    static NativeMethods() => LibtorchLoader.Prepare();

    /// <summary>Turns a status of the shim into the exception that TorchSharp would throw.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
            throw Failure(status);
    }

    // ExternalException is what TorchSharp throws, and so what callers catch.
#pragma warning disable CA2201
    private static Exception Failure(int status)
    {
        var message = Marshal.PtrToStringUTF8((nint)s2s_last_error()) ?? "libtorch failed without a message";
        const int Memory = 6;
        return status == Memory
            ? new InsufficientMemoryException(message)
            : new ExternalException(message);
    }
#pragma warning restore CA2201
}
