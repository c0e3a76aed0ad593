using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// What a version will take of the memory, told from the sizes of its tensors before any of them is read: four bytes for a weight in fp32, one
/// in 8 bits, and while it is loaded the weights as they were read beside those as the engine packs them. Replicas share it all.
/// </summary>
/// <param name="Resident">Bytes while it serves.</param>
/// <param name="Loading">Most bytes while it is loaded.</param>
internal readonly record struct VersionMemory(long Resident, long Loading)
{
    // Tokenizer, threads, caches of a full batch of a small network.
    private const long Base = 16L << 20;

    public static VersionMemory Of(Checkpoint checkpoint, InferenceOptions options)
    {
        var isPacked = options.Engine == "cpu";
        var storesInt8 = checkpoint.HasInt8Weights && (!checkpoint.Files.Contains(CheckpointFiles.Weights) || (isPacked && options.Precision != PrecisionChoice.Fp32));
        var (floats, bytes) = Weights(checkpoint.PathOf(storesInt8 ? CheckpointFiles.Int8Weights : CheckpointFiles.Weights));
        var asRead = (4 * floats) + bytes;
        var packed = (isPacked, options.Precision, storesInt8) switch
        {
            (true, PrecisionChoice.Int8, false) => floats,
            (true, not PrecisionChoice.Fp32, true) => asRead,
            _ => 4 * (floats + bytes),
        };

        return new(Base + packed, Base + asRead + packed);
    }

    private static (long Floats, long Bytes) Weights(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var bytes = reader.Tensors.Where(tensor => tensor.Type == TensorType.I8).Sum(tensor => tensor.Count);
        return (reader.Tensors.Sum(tensor => tensor.Count) - bytes, bytes);
    }
}
