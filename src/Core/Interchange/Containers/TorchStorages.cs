using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers.Pickles;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>
/// The storages of PyTorch's archive. Each is unpacked once, and what names share is one array: tied weights are one storage under several
/// names. Stretches are copied, all together no more bytes than the storages have, so that thousands of views of one cannot ask for a large memory.
/// </summary>
/// <param name="folder">Where the storages lie in the archive, with a slash at its end.</param>
internal sealed class TorchStorages(ZipContainer zip, string folder)
{
    private readonly Dictionary<(PickleStorage Storage, long Offset, long Count), float[]> _read = [];
    private long _copiedBytesLeft = zip.Entries.Where(entry => entry.StartsWith(folder, StringComparison.Ordinal)).Sum(zip.Length);

    /// <summary>Values of a stretch that lies inside its storage, widened to fp32; a fault is a <see cref="FormatException"/>.</summary>
    public float[] Values(PickleStorage storage, long offset, long count)
    {
        if (!_read.TryGetValue((storage, offset, count), out var values))
            _read.Add((storage, offset, count), values = count == storage.Count ? Unpack(storage) : Copy(storage, offset, count));
        return values;
    }

    private float[] Unpack(PickleStorage storage)
    {
        var (entry, type) = (folder + storage.Key, TypeOf(storage.Type));
        if (zip.Length(entry) != storage.Count * type.ByteSize())
            throw new FormatException("its storage has another length than the pickle says");

        return zip.Read(entry, stream => FloatStream.Read(stream, storage.Count, type));
    }

    private float[] Copy(PickleStorage storage, long offset, long count)
    {
        if ((_copiedBytesLeft -= count * TypeOf(storage.Type).ByteSize()) < 0)
            throw new FormatException("it and the views before it ask for more than the storages hold; save the weights with .clone()");

        return Values(storage, 0, storage.Count).AsSpan((int)offset, (int)count).ToArray();
    }

    private static TensorType TypeOf(PickleGlobal storage) => storage switch
    {
        PickleGlobal.FloatStorage => TensorType.F32,
        PickleGlobal.HalfStorage => TensorType.F16,
        PickleGlobal.BFloat16Storage => TensorType.BF16,
        _ => throw new FormatException("it is float64; weights are believed in float32, float16 and bfloat16 (convert with .float())"),
    };
}
