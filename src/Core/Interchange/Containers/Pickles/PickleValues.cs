namespace Seq2SeqService.Core.Interchange.Containers.Pickles;

/// <summary>A stretch of values in an entry of the archive.</summary>
/// <param name="Type">One of the storages.</param>
/// <param name="Key">Name of the entry below <c>data/</c>.</param>
/// <param name="Count">Values.</param>
internal sealed record PickleStorage(PickleGlobal Type, string Key, long Count);

/// <summary>A tensor as a view of a storage; nothing of it is checked yet.</summary>
/// <param name="Offset">First value in the storage.</param>
/// <param name="Strides">Values from one index to the next, in each dimension.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);

/// <summary>A dictionary by texts; entries of other keys are left out, as no weight has such a name.</summary>
internal sealed class PickleDictionary
{
    public Dictionary<string, object?> Entries { get; } = new(StringComparer.Ordinal);
}
