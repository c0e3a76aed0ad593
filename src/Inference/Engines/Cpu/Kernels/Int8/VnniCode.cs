using System.Runtime.InteropServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>
/// The inner loop of 8-bit products in machine code: .NET has no intrinsic for 512-bit VPDPBUSD, which is twice as fast as all that it has.
/// One function for each number of rows, 1 to <see cref="MostRows"/>, written once into memory that is first writable, then executable,
/// never both. Linux and macOS on x86-64; elsewhere, or where the system forbids it, <see cref="TryCreate"/> gives nothing and intrinsics serve.
/// </summary>
internal sealed unsafe partial class VnniCode
{
    public const int MostRows = 12;

    private const int Inputs = 28;           // zmm28 to zmm31: broadcast inputs, in turn
    private const int Weights = 24;          // zmm24 to zmm27: two pairs of weights, in turn; sums lie below
    private const int GroupBytes = Lookahead.StepBytes;

    private const int ProtectRead = 1, ProtectWrite = 2, ProtectExecute = 4, MapPrivate = 2;

    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, sbyte*, nint, nint, int*, byte*, void>[] _functions;

    private VnniCode(byte* memory, ReadOnlySpan<int> starts)
    {
        _functions = new delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, sbyte*, nint, nint, int*, byte*, void>[starts.Length];
        for (var i = 0; i < starts.Length; i++)
            _functions[i] = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, sbyte*, nint, nint, int*, byte*, void>)(memory + starts[i]);
    }

    /// <summary>sums[r, c] = Σ panel weights (unsigned) · x[r] (signed) for the 32 columns of a panel; <paramref name="groups"/> of 4 inputs, a multiple of 4.</summary>
    public void Multiply(byte* panel, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead) =>
        _functions[Function(rows, ahead.Lines)](panel, x, stride, groups, sums, ahead.Start);

    /// <summary>Null where the machine lacks the instruction or the system does not let programs write code.</summary>
    public static VnniCode? TryCreate()
    {
        if (!Hardware.HasVnni512 || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()))
            return null;

        var code = new EvexAssembler();
        Span<int> starts = stackalloc int[MostRows * Lookahead.LinesPerStep];
        for (var rows = 1; rows <= MostRows; rows++)
        {
            for (var lines = 1; lines <= Lookahead.LinesPerStep; lines++)
            {
                starts[Function(rows, lines)] = code.Position;
                Write(code, rows, lines);
            }
        }

        return MakeExecutable(code.Code) is var memory && memory is null ? null : new VnniCode(memory, starts);
    }

    private static int Function(int rows, int lines) => ((rows - 1) * Lookahead.LinesPerStep) + lines - 1;

    /// <summary>
    /// Arguments by the System V convention: rdi panel, rsi inputs, rdx their stride, rcx groups, r8 sums, r9 what to fetch. Few rows keep several sums for each
    /// output, since an instruction's result is ready only four cycles later.
    /// </summary>
    private static void Write(EvexAssembler code, int rows, int lines)
    {
        var copies = rows == 1 ? 4 : rows <= 3 ? 2 : 1;
        var unroll = Math.Max(2, copies);
        for (var sum = 0; sum < 2 * rows * copies; sum++)
            code.Clear(sum);

        code.ThreeStepsOn(Gpr.Rax, Gpr.Rsi, Gpr.Rdx);
        code.ThreeStepsOn(Gpr.R10, Gpr.Rax, Gpr.Rdx);
        code.ThreeStepsOn(Gpr.R11, Gpr.R10, Gpr.Rdx);

        var loop = code.Position;
        for (var group = 0; group < unroll; group++)
            WriteGroup(code, rows, lines, group, firstSum: 2 * rows * (group % copies));

        code.AddTo(Gpr.Rdi, unroll * GroupBytes);
        code.AddTo(Gpr.R9, unroll * lines * Lookahead.LineBytes);
        for (var row = 0; row < rows; row += 3)
            code.AddTo(RowBase(row), unroll * 4);
        code.SubtractAndLoop(Gpr.Rcx, unroll, loop);

        for (var copy = 1; copy < copies; copy++)
        {
            for (var sum = 0; sum < 2 * rows; sum++)
                code.Add(sum, sum + (2 * rows * copy));
        }

        for (var sum = 0; sum < 2 * rows; sum++)
            code.Store(sum, new Address(Gpr.R8, sum * 64));
        code.Return();
    }

    private static void WriteGroup(EvexAssembler code, int rows, int lines, int group, int firstSum)
    {
        var weights = Weights + (group % 2 * 2);
        code.Load(weights, new Address(Gpr.Rdi, group * GroupBytes));
        code.Load(weights + 1, new Address(Gpr.Rdi, (group * GroupBytes) + 64));
        for (var line = 0; line < lines; line++)
            code.Prefetch(Gpr.R9, ((group * lines) + line) * Lookahead.LineBytes);

        for (var row = 0; row < rows; row++)
        {
            var inputs = Inputs + (row % 4);
            code.Broadcast(inputs, new Address(RowBase(row), group * 4, Gpr.Rdx, row % 3));
            code.DotAdd(firstSum + (2 * row), weights, inputs);
            code.DotAdd(firstSum + (2 * row) + 1, weights + 1, inputs);
        }
    }

    /// <summary>Every third row has a register of its own; the two behind it are one and two strides away.</summary>
    private static Gpr RowBase(int row) => (row / 3) switch
    {
        0 => Gpr.Rsi,
        1 => Gpr.Rax,
        2 => Gpr.R10,
        _ => Gpr.R11,
    };

    /// <summary>Code at an address of its own, or null where the system does not let programs write code.</summary>
    public static byte* MakeExecutable(ReadOnlySpan<byte> code)
    {
        var anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
        var size = (nuint)code.Length;
        var memory = Map(null, size, ProtectRead | ProtectWrite, MapPrivate | anonymous, -1, 0);
        if (memory == (void*)-1)
            return null;

        code.CopyTo(new Span<byte>(memory, code.Length));
        if (Protect(memory, size, ProtectRead | ProtectExecute) == 0)
            return (byte*)memory;

        _ = Unmap(memory, size);
        return null;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
