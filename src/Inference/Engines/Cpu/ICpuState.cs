namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Decoding rows on the CPU.</summary>
internal interface ICpuState : IDecodingState
{
    /// <summary>Tokens of a row's source, S.</summary>
    int SourceLength(int row);
}
