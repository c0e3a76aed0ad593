namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Where one tensor lies in a safetensors file, already checked against the file's length.</summary>
/// <param name="Name">The tensor's name, unique in its file.</param>
/// <param name="Type">Type of the stored elements.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="ByteCount">Stored bytes: the product of the shape times the element size.</param>
public sealed record SafetensorsEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Offset, long ByteCount)
{
    /// <summary>Number of elements.</summary>
    public long Count => ByteCount / Type.ByteSize();
}
