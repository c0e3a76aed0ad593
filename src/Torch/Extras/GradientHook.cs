using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.Native.DistributedMethods;

namespace TorchSharp.Extras;

/// <summary>
/// Tells, in the midst of a backward pass, that the gradient of a parameter is there: <c>Tensor.register_post_accumulate_grad_hook</c>. The action
/// runs on the thread that wrote the gradient and must not throw; a failure there has no caller.
/// </summary>
public sealed class GradientHook : IDisposable
{
    private GCHandle _action;
    private nint _handle;

    public unsafe GradientHook(torch.Tensor parameter, Action action)
    {
        _action = GCHandle.Alloc(action);
        var status = s2s_tensor_on_grad(parameter.Handle, &Call, GCHandle.ToIntPtr(_action), out _handle);
        if (status != 0)
            _action.Free();
        NativeMethods.Check(status);
    }

    public void Dispose()
    {
        if (_handle == 0)
            return;

        s2s_hook_free(_handle);
        _action.Free();
        _handle = 0;
    }

    [UnmanagedCallersOnly]
    private static void Call(long context) => ((Action)GCHandle.FromIntPtr((nint)context).Target!)();
}
