namespace Seq2SeqService.Core.Checkpoints;

/// <summary>One weight tensor to be stored; its values are fetched when their turn comes, so that a model need not be in memory twice.</summary>
/// <param name="Name">Name in the file, as in the MarianMT layout.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Read">Gives the values, row-major; called once.</param>
public sealed record WeightSource(string Name, IReadOnlyList<long> Shape, Func<float[]> Read)
{
    public WeightSource(string name, IReadOnlyList<long> shape, float[] values) : this(name, shape, () => values)
    {
    }

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
