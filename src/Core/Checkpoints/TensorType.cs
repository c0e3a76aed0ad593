namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Element types of safetensors that this project knows.</summary>
public enum TensorType
{
    F32,
    F16,
    BF16,
    I64,
    I32,
    I8,
    U8,
}

internal static class TensorTypes
{
    public static int ByteSize(this TensorType type) => type switch
    {
        TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 => 2,
        _ => 1,
    };

    public static bool IsFloat(this TensorType type) => type is TensorType.F32 or TensorType.F16 or TensorType.BF16;

    /// <summary>The type by its name in the file's header, which is the name of the enum's member, case included.</summary>
    public static bool TryParse(string name, out TensorType type) =>
        Enum.TryParse(name, out type) && Enum.GetName(type) == name;
}
