namespace Seq2SeqService.Core.Interchange.Containers.Pickles;

/// <summary>What the few functions of a pickle of weights come to. Faults are a <see cref="FormatException"/>.</summary>
internal static class PickleCalls
{
    private const int MaxDimensions = 8;   // each call copies them, and a file may call again and again with the same

    public static object? Call(PickleGlobal function, object?[] arguments) => (function, arguments) switch
    {
        (PickleGlobal.OrderedDict, []) => new PickleDictionary(),
        (PickleGlobal.RebuildTensor, [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            new PickleTensor(storage, offset, Numbers(shape), Numbers(strides)),
        (PickleGlobal.RebuildParameter, [PickleTensor data, ..]) => data,
        _ => throw new FormatException($"it calls {function} in a way that weights do not need; nothing of it was run"),
    };

    /// <summary>The five values by which torch names a storage: the word, the type, the key, the device and the number of values.</summary>
    public static PickleStorage Storage(object?[] id) => id is ["storage", PickleGlobal type and >= PickleGlobal.FloatStorage, string key, string, long count]
        ? new(type, key, count)
        : throw new FormatException("it refers to something that is no storage");

    private static long[] Numbers(object?[] values) => values.Length > MaxDimensions
        ? throw new FormatException($"it has a tensor of {values.Length} dimensions; {MaxDimensions} are enough for any")
        : [.. values.Select(value => value is long number ? number : throw new FormatException("it has a size that is no number"))];
}
