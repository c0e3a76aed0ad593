using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Ranks;

/// <summary>A process that trains alone: nobody to ask.</summary>
internal sealed class OneRank : IRanks, IGradientSum
{
    public RankPlace Place => RankPlace.Alone;

    public T FirstSays<T>(Func<T> work) => work();

    public bool Any(bool value) => value;

    public double Sum(double value) => value;

    public void Share(IEnumerable<Tensor> tensors)
    {
    }

    public IGradientSum Follow(IReadOnlyList<Parameter> parameters) => this;

    public void Begin()
    {
    }

    public void Finish()
    {
    }

    public void Fail(Exception error)
    {
    }

    public void Dispose()
    {
    }
}
