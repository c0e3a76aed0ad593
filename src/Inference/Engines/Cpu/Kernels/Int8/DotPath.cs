namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>The ways to sum 8-bit products, the slowest first.</summary>
internal enum DotPath
{
    Plain,

    /// <summary>16-bit products of 128-bit vectors, on any machine that has vectors.</summary>
    Vector128,

    /// <summary>VPMADDWD on 256 bits.</summary>
    Avx2,

    /// <summary>VPMADDWD on 512 bits.</summary>
    Avx512,

    /// <summary>VPDPBUSD on 256 bits.</summary>
    AvxVnni,

    /// <summary>VPDPBUSD on 512 bits, in machine code of our own.</summary>
    Vnni512,
}
