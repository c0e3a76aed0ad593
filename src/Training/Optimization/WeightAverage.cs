using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>Exponential moving average of the weights (Polyak and Juditsky, 1992); smoother than any single step's, and what is published.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly IReadOnlyList<(string Name, Parameter Parameter, Tensor Average)> _slots;

    public WeightAverage(IEnumerable<(string Name, Parameter Parameter)> parameters, double decay)
    {
        using var scope = NewDisposeScope();
        _decay = decay;
        _slots = [.. parameters.Select(p => (p.Name, p.Parameter, p.Parameter.detach().clone().DetachFromDisposeScope()))];
    }

    public IEnumerable<(string Name, Tensor Tensor)> State => _slots.Select(slot => ("average." + slot.Name, slot.Average));

    /// <summary>Takes in the weights after update <paramref name="step"/>; early steps count more, so that the start is forgotten.</summary>
    public void Update(int step)
    {
        using var still = no_grad();
        var decay = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        foreach (var (_, parameter, average) in _slots)
            average.mul_((Scalar)decay).add_(parameter, 1 - decay);
    }

    /// <summary>Exchanges weights and average; a second call exchanges them back.</summary>
    public void Swap()
    {
        using var still = no_grad();
        foreach (var (_, parameter, average) in _slots)
        {
            using var scope = NewDisposeScope();
            var weights = parameter.detach().clone();
            parameter.copy_(average);
            average.copy_(weights);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, average) in _slots)
            average.Dispose();
    }
}
