using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Mirror of <c>s2s_kind</c>.</summary>
internal enum ValueKind
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Ints = 5,
    Tensors = 6,
    String = 7,
    Device = 8,
    Doubles = 9,
}

/// <summary>Mirror of <c>s2s_value</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueKind Kind;
    public int Count;
    public long Integer;
    public double Real;
    public nint Data;
}
