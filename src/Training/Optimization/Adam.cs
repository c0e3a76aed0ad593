using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>
/// Adam (Kingma and Ba, 2015), β = (0.9, 0.98) as for Transformers, written over tensor operations so that both Torch providers give the
/// same updates and the whole state can be stored.
/// </summary>
internal sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.98;
    private const double Epsilon = 1e-9;

    private readonly IReadOnlyList<(string Name, Parameter Parameter, Tensor Mean, Tensor Square)> _slots;

    public Adam(IEnumerable<(string Name, Parameter Parameter)> parameters) => _slots =
    [
        .. parameters.Select(p => (p.Name, p.Parameter,
            zeros_like(p.Parameter).DetachFromDisposeScope(), zeros_like(p.Parameter).DetachFromDisposeScope())),
    ];

    /// <summary>First and second moments by name, for the run's state.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
        _slots.SelectMany(slot => new[] { ("mean." + slot.Name, slot.Mean), ("square." + slot.Name, slot.Square) });

    /// <summary>Update number <paramref name="step"/>, counted from 1; parameters without a gradient stay.</summary>
    public void Step(int step, double learningRate)
    {
        using var still = no_grad();
        var correction1 = 1 - Math.Pow(Beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (var (_, parameter, mean, square) in _slots)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } grad)
                continue;

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
