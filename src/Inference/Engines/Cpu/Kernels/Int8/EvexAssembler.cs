namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>
/// Writes the few AVX-512 instructions that <see cref="VnniCode"/> is made of (Intel SDM volume 2, EVEX encoding). Vector registers are
/// numbered 0 to 31, addresses are a base, an index times 1 or 2 or none, and a displacement.
/// </summary>
internal sealed class EvexAssembler
{
    private const int Map0F = 1, Map0F38 = 2;
    private const int Prefix66 = 1, PrefixF3 = 2;
    private const int VectorBytes = 64, ScalarBytes = 4;

    private readonly List<byte> _code = [];

    public ReadOnlySpan<byte> Code => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_code);

    public int Position => _code.Count;

    public void Clear(int register) => Registers(Map0F, Prefix66, 0xEF, register, register, register);                 // vpxord

    /// <summary>sum += Σ of 4 unsigned weights × 4 signed inputs in each of 16 lanes.</summary>
    public void DotAdd(int sum, int weights, int inputs) => Registers(Map0F38, Prefix66, 0x50, sum, weights, inputs);  // vpdpbusd

    public void Add(int sum, int addend) => Registers(Map0F, Prefix66, 0xFE, sum, sum, addend);                         // vpaddd

    public void Load(int register, Address from) => Memory(Map0F, PrefixF3, 0x6F, register, from, VectorBytes);         // vmovdqu32

    public void Store(int register, Address to) => Memory(Map0F, PrefixF3, 0x7F, register, to, VectorBytes);            // vmovdqu32

    /// <summary>The same 4 bytes in every lane.</summary>
    public void Broadcast(int register, Address from) => Memory(Map0F38, Prefix66, 0x58, register, from, ScalarBytes);  // vpbroadcastd

    /// <summary>Asks for the line of memory at base + displacement ahead of its use.</summary>
    public void Prefetch(Gpr basis, int displacement)
    {
        Bytes([Rex(0, 0, basis), 0x0F, 0x18, (byte)(0x88 | Low(basis))]);                       // prefetcht0
        Number(displacement);
    }

    public void AddTo(Gpr register, int value)
    {
        Bytes([Rex(0, 0, register), 0x81, (byte)(0xC0 | Low(register))]);
        Number(value);
    }

    /// <summary>target = from + 3 · step.</summary>
    public void ThreeStepsOn(Gpr target, Gpr from, Gpr step)
    {
        Bytes([Rex(target, step, from), 0x8D, (byte)(0x04 | (Low(target) << 3)), (byte)(0x40 | (Low(step) << 3) | Low(from))]);   // lea
        Bytes([Rex(step, 0, target), 0x01, (byte)(0xC0 | (Low(step) << 3) | Low(target))]);                                       // add
    }

    public void SubtractAndLoop(Gpr counter, int value, int loopStart)
    {
        Bytes([Rex(0, 0, counter), 0x81, (byte)(0xE8 | Low(counter))]);
        Number(value);
        Bytes([0x0F, 0x85]);                             // jnz
        Number(loopStart - (Position + sizeof(int)));
    }

    public void Return() => Bytes([0xC5, 0xF8, 0x77, 0xC3]);   // vzeroupper, ret

    private void Registers(int map, int prefix, byte opcode, int target, int left, int right)
    {
        Evex(map, prefix, target, left, (right >> 3) & 1, (right >> 4) & 1);
        Bytes([opcode, (byte)(0xC0 | ((target & 7) << 3) | (right & 7))]);
    }

    /// <summary>Displacements are stored in units of what the instruction reads.</summary>
    private void Memory(int map, int prefix, byte opcode, int register, Address address, int unit)
    {
        var (quotient, rest) = Math.DivRem(address.Displacement, unit);
        if (rest != 0 || quotient is < sbyte.MinValue or > sbyte.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(address), $"A displacement of {address.Displacement} bytes does not fit units of {unit}.");

        Evex(map, prefix, register, 0, (int)address.Base >> 3, address.HasIndex ? (int)address.Index >> 3 : 0);
        Bytes([opcode, (byte)(0x44 | ((register & 7) << 3)), Sib(address), (byte)(sbyte)quotient]);
    }

    private void Evex(int map, int prefix, int register, int left, int b, int x)
    {
        var r = (register >> 3) & 1;
        var r2 = (register >> 4) & 1;
        Bytes([
            0x62,
            (byte)(((r ^ 1) << 7) | ((x ^ 1) << 6) | ((b ^ 1) << 5) | ((r2 ^ 1) << 4) | map),
            (byte)(((~left & 15) << 3) | 4 | prefix),
            (byte)(0x40 | ((((left >> 4) & 1) ^ 1) << 3)),
        ]);
    }

    private static byte Sib(Address address)
    {
        const int NoIndex = 4;
        var scale = address.Scale == 2 ? 1 : 0;
        return (byte)((scale << 6) | ((address.HasIndex ? Low(address.Index) : NoIndex) << 3) | Low(address.Base));
    }

    private static byte Rex(Gpr register, Gpr index, Gpr basis) =>
        (byte)(0x48 | (((int)register >> 3) << 2) | (((int)index >> 3) << 1) | ((int)basis >> 3));

    private static int Low(Gpr register) => (int)register & 7;

    private void Bytes(ReadOnlySpan<byte> bytes) => _code.AddRange(bytes);

    private void Number(int value) => Bytes(BitConverter.GetBytes(value));
}

/// <summary>General registers by their numbers in x86-64's encoding.</summary>
internal enum Gpr
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rsi = 6,
    Rdi = 7,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
}

/// <summary>[base + index · scale + displacement]; a scale of 0 is no index.</summary>
internal readonly record struct Address(Gpr Base, int Displacement, Gpr Index = default, int Scale = 0)
{
    public bool HasIndex => Scale > 0;
}
