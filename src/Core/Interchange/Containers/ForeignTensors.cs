using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>
/// The floating-point tensors of a file that another program wrote, in fp32. Each is taken by name and shape, and what nobody took is a part
/// of a network that this project does not know: leaving it out would be another model, so <see cref="RequireAllTaken"/> refuses it.
/// </summary>
/// <param name="file">Stands for the file in messages.</param>
internal sealed class ForeignTensors(string file, IReadOnlyDictionary<string, WeightTensor> tensors)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string File => file;

    public IEnumerable<string> Names => tensors.Keys;

    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>The values of <paramref name="name"/>. Sizes of 1 do not count: a bias may be [D] or [1, D].</summary>
    /// <exception cref="CheckpointException">It is missing, has another shape, or a value that is not finite.</exception>
    public float[] Take(string name, params long[] shape)
    {
        var tensor = Take(name);
        if (!WithoutOnes(tensor.Shape).SequenceEqual(WithoutOnes(shape)))
            throw Fault(name, $"has the shape {Text(tensor.Shape)}; the model's other sizes ask for {Text(shape)}");

        return tensor.Values;
    }

    /// <summary>A matrix [rows, <paramref name="columns"/>] of any number of rows.</summary>
    public WeightTensor TakeRows(string name, long columns)
    {
        var tensor = Take(name);
        if (tensor.Shape.Count != 2 || tensor.Shape[1] != columns)
            throw Fault(name, $"has the shape {Text(tensor.Shape)}; it must be a matrix with rows of {columns} values");

        return tensor;
    }

    /// <summary>A tensor of any shape.</summary>
    public WeightTensor Take(string name)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new CheckpointException($"{file}: tensor '{name}' is missing. Either the file is not whole, or the model is not a plain Transformer.");

        _taken.Add(name);
        FiniteValues.Require(tensor.Values, $"{file}: {name}");
        return tensor;
    }

    /// <summary>Counts a tensor as taken that says nothing new, or nothing for serving.</summary>
    public void Leave(string name) => _taken.Add(name);

    public void RequireAllTaken()
    {
        string[] left = [.. tensors.Keys.Where(name => !_taken.Contains(name)).Order(StringComparer.Ordinal)];
        if (left.Length == 0)
            return;

        throw new CheckpointException(
            $"{file}: tensor '{left[0]}'{(left.Length > 1 ? $" and {left.Length - 1} more" : "")} belong to no part of a plain Transformer encoder and decoder; "
            + "this model has something that cannot be imported.");
    }

    public CheckpointException Fault(string name, string fault) => new($"{file}: tensor '{name}' {fault}.");

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    private static IEnumerable<long> WithoutOnes(IEnumerable<long> shape) => shape.Where(size => size != 1);
}
