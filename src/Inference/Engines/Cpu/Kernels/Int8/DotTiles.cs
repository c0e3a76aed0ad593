using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>
/// The inner loop of 8-bit products: some rows × one panel, summed in 32-bit integers. Sums of integers are exact in any order,
/// so all paths give the same bits; <see cref="PlainDots"/> is the specification.
/// </summary>
internal abstract unsafe class DotTiles
{
    /// <summary>Rows of a tile at most.</summary>
    public abstract int MostRows { get; }

    /// <summary>sums[r, c] = Σ panel weight c (unsigned) · x[r] (signed), for the 32 columns of a panel.</summary>
    /// <param name="groups">Groups of 4 inputs, a multiple of 4.</param>
    /// <param name="ahead">Weights to fetch meanwhile; no result depends on it.</param>
    public abstract void Multiply(byte* panel, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead);

    /// <summary>The fastest for kernels of one width that this machine has.</summary>
    public static DotTiles Best(VectorPath width) => For(width switch
    {
        VectorPath.Vector512 when Supports(DotPath.Vnni512) => DotPath.Vnni512,
        VectorPath.Vector512 or VectorPath.Vector256 when Supports(DotPath.AvxVnni) => DotPath.AvxVnni,
        VectorPath.Vector512 when Supports(DotPath.Avx512) => DotPath.Avx512,
        VectorPath.Vector512 or VectorPath.Vector256 when Supports(DotPath.Avx2) => DotPath.Avx2,
        VectorPath.Plain => DotPath.Plain,
        _ => DotPath.Vector128,
    });

    public static bool Supports(DotPath path) => path switch
    {
        DotPath.Vnni512 => VnniDots.Instance is not null,
        DotPath.AvxVnni => AvxVnni.IsSupported,
        DotPath.Avx512 => Avx512BW.IsSupported,
        DotPath.Avx2 => Avx2.IsSupported,
        _ => true,
    };

    public static DotTiles For(DotPath path) => path switch
    {
        DotPath.Vnni512 => VnniDots.Instance ?? throw new PlatformNotSupportedException("This machine does not run our VNNI code."),
        DotPath.AvxVnni => new VectorDots<DotVnni256, Vector256<int>>(),
        DotPath.Avx512 => new VectorDots<DotAvx512, Vector512<int>>(),
        DotPath.Avx2 => new VectorDots<DotAvx2, Vector256<int>>(),
        DotPath.Vector128 => new VectorDots<Dot128, Vector128<int>>(),
        _ => new PlainDots(),
    };
}
