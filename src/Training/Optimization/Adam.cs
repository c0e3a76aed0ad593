using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>
/// Adam (Kingma and Ba, 2015), β = (0.9, 0.98) as for Transformers. <see cref="PlainStep"/>, written over tensor operations, gives both Torch
/// providers and every device the same updates; on the CPU one kernel does the same in one pass.
/// </summary>
internal sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.98;
    private const double Epsilon = 1e-9;

    private readonly IReadOnlyList<(string Name, Parameter Parameter, Tensor Mean, Tensor Square)> _slots;
#if !TORCH_PACKAGE
    private readonly TorchSharp.Extras.FusedAdam? _fused;
#endif

    public Adam(IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        _slots =
        [
            .. parameters.Select(p => (p.Name, p.Parameter,
                zeros_like(p.Parameter).DetachFromDisposeScope(), zeros_like(p.Parameter).DetachFromDisposeScope())),
        ];
#if !TORCH_PACKAGE
        if (TorchSharp.Extras.FusedAdam.Takes(_slots.SelectMany(slot => new[] { slot.Parameter, slot.Mean, slot.Square })))
            _fused = new TorchSharp.Extras.FusedAdam(_slots.Select(slot => (slot.Parameter, slot.Mean, slot.Square)));
#endif
    }

    /// <summary>First and second moments by name, for the run's state.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
        _slots.SelectMany(slot => new[] { ("mean." + slot.Name, slot.Mean), ("square." + slot.Name, slot.Square) });

    /// <summary>Parameters without a gradient stay.</summary>
    /// <param name="update">Number of this update, counted from 1; those that were left out do not count, as the moments know nothing of them.</param>
    /// <param name="scale">Factor of every gradient, as clipping wants it.</param>
    public void Step(int update, double learningRate, double scale = 1)
    {
#if !TORCH_PACKAGE
        if (_fused is not null)
        {
            _fused.Step(update, learningRate, Beta1, Beta2, Epsilon, scale);
            return;
        }
#endif
        PlainStep(update, learningRate, scale);
    }

    /// <summary>The same over tensor operations; the specification of the fused update.</summary>
    public void PlainStep(int update, double learningRate, double scale = 1)
    {
        using var still = no_grad();
        var correction1 = 1 - Math.Pow(Beta1, update);
        var correction2 = Math.Sqrt(1 - Math.Pow(Beta2, update));
        foreach (var (_, parameter, mean, square) in _slots)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } grad)
                continue;

            if (scale != 1)
                grad.mul_((Scalar)scale);
            mean.mul_((Scalar)Beta1).add_(grad, 1 - Beta1);
            square.mul_((Scalar)Beta2).addcmul_(grad, grad, 1 - Beta2);
            var deviation = square.sqrt().div_(correction2).add_((Scalar)Epsilon);
            parameter.addcdiv_(mean, deviation, -learningRate / correction1);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, mean, square) in _slots)
        {
            mean.Dispose();
            square.Dispose();
        }
    }
}
