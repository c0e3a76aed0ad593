using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers.Pickles;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>PyTorch's <c>pytorch_model.bin</c>: a zip archive of a pickle, which says what the tensors are, and an entry for each storage.</summary>
internal static class TorchArchive
{
    private const int MaxPickleBytes = 32 << 20;
    private const string Pickle = "/data.pkl";

    public static ForeignTensors Read(string path)
    {
        var file = Path.GetFileName(path);
        RequireZip(path, file);
        using var zip = ZipContainer.Open(path);
        var pickle = zip.Entries.FirstOrDefault(entry => entry.EndsWith(Pickle, StringComparison.Ordinal) && entry.Count(letter => letter == '/') == 1)
            ?? throw new CheckpointException($"{file}: it has no data.pkl, so it is no file of torch.save.");
        var folder = pickle[..^Pickle.Length];
        RequireLittleEndian(zip, $"{folder}/byteorder");
        return new ForeignTensors(file, ReadTensors(zip, folder, StateOf(zip, pickle)));
    }

    private static PickleDictionary StateOf(ZipContainer zip, string pickle)
    {
        try
        {
            return new PickleReader(zip.ReadAll(pickle, MaxPickleBytes)).Read() as PickleDictionary ?? throw new FormatException("it is no dictionary of weights");
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{zip.Name}: {pickle}: {error.Message}.", error);
        }
    }

    private static Dictionary<string, WeightTensor> ReadTensors(ZipContainer zip, string folder, PickleDictionary state)
    {
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        var first = new Dictionary<PickleTensor, WeightTensor>(new SameView());
        foreach (var (name, value) in state.Entries)
        {
            if (value is not PickleTensor view)
                throw new CheckpointException($"{zip.Name}: '{name}' is no tensor; this is more than a dictionary of weights, such as a training state.");
            if (view.Storage.Type == PickleGlobal.IntegerStorage)
                continue;

            // Tied weights are one storage under several names; they are read once.
            if (!first.TryGetValue(view, out var tensor))
                first.Add(view, tensor = ReadTensor(zip, folder, name, view));
            tensors.Add(name, tensor);
        }

        return tensors;
    }

    private static WeightTensor ReadTensor(ZipContainer zip, string folder, string name, PickleTensor view)
    {
        try
        {
            var type = TypeOf(view.Storage.Type);
            var count = FloatStream.Count(view.Shape);
            RequirePlain(view, count);
            return zip.Read($"{folder}/data/{view.Storage.Key}", stream =>
            {
                if (zip.Length($"{folder}/data/{view.Storage.Key}") != view.Storage.Count * type.ByteSize())
                    throw new FormatException("it has another length than the pickle says");

                Skip(stream, view.Offset * type.ByteSize());
                return new WeightTensor(view.Shape, FloatStream.Read(stream, count, type));
            });
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{zip.Name}: tensor '{name}': {error.Message}.", error);
        }
    }

    /// <summary>Whole rows one behind the other, inside their storage.</summary>
    private static void RequirePlain(PickleTensor view, long count)
    {
        var plain = 1L;
        for (var i = view.Shape.Count - 1; i >= 0; i--)
        {
            if (view.Strides.Count != view.Shape.Count || (view.Shape[i] > 1 && view.Strides[i] != plain))
                throw new FormatException("it is a view whose values do not lie in rows; save it with .contiguous()");
            plain *= view.Shape[i];
        }

        var room = view.Storage.Count;
        if (room is < 0 or > FloatStream.MaxCount || view.Offset < 0 || view.Offset > room - count)
            throw new FormatException($"it takes {count} values from {view.Offset} of a storage of {room}");
    }

    private static TensorType TypeOf(PickleGlobal storage) => storage switch
    {
        PickleGlobal.FloatStorage => TensorType.F32,
        PickleGlobal.HalfStorage => TensorType.F16,
        PickleGlobal.BFloat16Storage => TensorType.BF16,
        _ => throw new FormatException("it is float64; weights are believed in float32, float16 and bfloat16 (convert with .float())"),
    };

    private static void Skip(Stream stream, long bytes)
    {
        var buffer = new byte[Math.Min(bytes, 1 << 16)];
        for (; bytes > 0; bytes -= Math.Min(bytes, buffer.Length))
            stream.ReadExactly(buffer.AsSpan(0, (int)Math.Min(bytes, buffer.Length)));
    }

    private static void RequireZip(string path, string file)
    {
        Span<byte> start = stackalloc byte[2];
        using (var stream = File.OpenRead(path))
            stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);

        if (!start.SequenceEqual("PK"u8))
        {
            throw new CheckpointException(
                $"{file} is no zip archive. It may be in PyTorch's format from before 1.6, which is a bare pickle and is not read here; "
                + "take the model.safetensors of the same model, or load and save it once with a current PyTorch.");
        }
    }

    private static void RequireLittleEndian(ZipContainer zip, string entry)
    {
        if (zip.Contains(entry) && Encoding.ASCII.GetString(zip.ReadAll(entry, 16)) != "little")
            throw new CheckpointException($"{zip.Name}: its values are big-endian; save it once on a little-endian machine.");
    }

    private sealed class SameView : IEqualityComparer<PickleTensor>
    {
        public bool Equals(PickleTensor? x, PickleTensor? y) =>
            x is not null && y is not null && x.Storage == y.Storage && x.Offset == y.Offset && x.Shape.SequenceEqual(y.Shape) && x.Strides.SequenceEqual(y.Strides);

        public int GetHashCode(PickleTensor view) => HashCode.Combine(view.Storage, view.Offset, view.Shape.Count);
    }
}
