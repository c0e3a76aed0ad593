using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Ranks;

/// <summary>
/// The processes that train one model together, each with its share of every batch. All of them call the same members in the same order; a lost
/// one is a <see cref="LostRankException"/> in the others.
/// </summary>
internal interface IRanks : IDisposable
{
    RankPlace Place { get; }

    /// <summary>What the first process makes, in all of them; the others wait for as long as it lives. Goes through JSON.</summary>
    T FirstSays<T>(Func<T> work);

    /// <summary>Whether it is so in any of them.</summary>
    bool Any(bool value);

    /// <summary>The sum over all of them, the same in each bit for bit.</summary>
    double Sum(double value);

    /// <summary>Gives all of them the first one's values.</summary>
    void Share(IEnumerable<Tensor> tensors);

    /// <summary>Sums the gradients of <paramref name="parameters"/> in every update.</summary>
    IGradientSum Follow(IReadOnlyList<Parameter> parameters);

    /// <summary>Tells the others why this process ends, so that they do not have to wait for it.</summary>
    void Fail(Exception error);
}

/// <summary>Sums gradients over all processes.</summary>
internal interface IGradientSum : IDisposable
{
    /// <summary>Before the last backward pass of an update; what those before it have added is in its gradients.</summary>
    void Begin();

    /// <summary>Behind it; then every process has the same gradients, bit for bit.</summary>
    void Finish();
}
