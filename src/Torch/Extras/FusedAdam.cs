using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp.Extras;

/// <summary>
/// Adam (Kingma and Ba, 2015) over all parameters in one native call that goes over memory once, where the operations of a graph go over it
/// nine times. For contiguous fp32 tensors on the CPU.
/// </summary>
public sealed class FusedAdam
{
    private readonly Parameter[] _parameters;
    private readonly torch.Tensor[] _means, _squares;

    public FusedAdam(IEnumerable<(Parameter Parameter, torch.Tensor Mean, torch.Tensor Square)> slots)
    {
        var all = slots.ToArray();
        (_parameters, _means, _squares) = ([.. all.Select(slot => slot.Parameter)], [.. all.Select(slot => slot.Mean)], [.. all.Select(slot => slot.Square)]);
    }

    /// <summary>Whether all tensors are of the kind that this takes.</summary>
    public static bool Takes(IEnumerable<torch.Tensor> tensors) =>
        tensors.All(tensor => tensor.device.type == DeviceType.CPU && tensor.dtype == torch.ScalarType.Float32 && tensor.is_contiguous());

    /// <summary>Update number <paramref name="step"/>, counted from 1, with gradients times <paramref name="scale"/>; parameters without a gradient stay.</summary>
    public unsafe void Step(int step, double learningRate, double beta1, double beta2, double epsilon, double scale)
    {
        var settings = new AdamSettings
        {
            Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, Scale = scale,
            Rate = learningRate / (1 - Math.Pow(beta1, step)), Correction = Math.Sqrt(1 - Math.Pow(beta2, step)),
        };
        fixed (nint* parameters = Handles(_parameters), means = Handles(_means), squares = Handles(_squares))
            NativeMethods.Check(KernelMethods.s2s_adam_step(parameters, means, squares, _parameters.Length, &settings));
        GC.KeepAlive(this);
    }

    private static nint[] Handles(torch.Tensor[] tensors) => Array.ConvertAll(tensors, tensor => tensor.Handle);
}
