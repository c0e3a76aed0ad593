namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>A family of networks on the CPU.</summary>
internal interface ICpuNetwork
{
    /// <summary>Encodes sources that have been checked; one decoding row for each.</summary>
    IDecodingState Encode(IReadOnlyList<int[]> sources);
}
