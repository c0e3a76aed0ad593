using Seq2SeqService.Inference.Engines.Cpu.States;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Decoding rows on the CPU.</summary>
internal interface ICpuState : IDecodingState
{
    /// <summary>What a row reads of its source.</summary>
    SourceMemory Source(int row);

    /// <summary>Tokens of a row's source, S.</summary>
    int SourceLength(int row);
}
