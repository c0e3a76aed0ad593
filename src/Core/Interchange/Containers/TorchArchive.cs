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
        var storages = new TorchStorages(zip, $"{folder}/data/");
        foreach (var (name, value) in state.Entries)
        {
            if (value is not PickleTensor view)
                throw new CheckpointException($"{zip.Name}: '{name}' is no tensor; this is more than a dictionary of weights, such as a training state.");
            if (view.Storage.Type == PickleGlobal.IntegerStorage)
                continue;

            tensors.Add(name, ReadTensor(storages, zip.Name, name, view));
        }

        return tensors;
    }

    private static WeightTensor ReadTensor(TorchStorages storages, string file, string name, PickleTensor view)
    {
        try
        {
            var count = FloatStream.Count(view.Shape);
            RequirePlain(view, count);
            return new WeightTensor(view.Shape, storages.Values(view.Storage, view.Offset, count));
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{file}: tensor '{name}': {error.Message}.", error);
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
}
