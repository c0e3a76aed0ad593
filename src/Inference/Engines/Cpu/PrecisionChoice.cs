using System.Diagnostics.CodeAnalysis;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// The precision that a user names, settled for a checkpoint: <c>auto</c> (8 bits where the checkpoint stores them), <c>fp32</c>, or
/// <c>int8</c> (rounded while loading where they are not stored).
/// </summary>
public static class PrecisionChoice
{
    public const string Auto = "auto";
    public const string Fp32 = "fp32";

    [SuppressMessage("Naming", "CA1720", Justification = "The field's name for it.")]
    public const string Int8 = "int8";

    /// <summary>The managed engine for <paramref name="checkpoint"/>; 0 threads is one for each processor.</summary>
    /// <param name="withShortlist">Scores no tokens but those of the checkpoint's shortlist, where it has one.</param>
    public static CpuEngine Load(Checkpoint checkpoint, string choice, int threads = 0, bool withShortlist = false)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var precision = Settle(choice, checkpoint);
        var weights = precision == CpuPrecision.Int8 ? checkpoint.ReadInt8Weights() : checkpoint.ReadWeights();
        return new CpuEngine(checkpoint.Config, weights, new CpuEngineOptions
        {
            Threads = threads,
            Precision = precision,
            Shortlist = withShortlist ? checkpoint.ReadShortlist() : null,
        });
    }

    private static CpuPrecision Settle(string choice, Checkpoint checkpoint) => choice switch
    {
        Auto => checkpoint.HasInt8Weights ? CpuPrecision.Int8 : CpuPrecision.Fp32,
        Fp32 => CpuPrecision.Fp32,
        Int8 => CpuPrecision.Int8,
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, $"There are {Auto}, {Fp32} and {Int8}."),
    };
}
