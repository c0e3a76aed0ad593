using System.ComponentModel.DataAnnotations;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Settings of the managed CPU engine.</summary>
public sealed record CpuEngineOptions
{
    /// <summary>Threads that compute one step together, the caller's among them; 0 (default) is one per processor, at most 16.</summary>
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>What weights are multiplied in; fp32 by default.</summary>
    public CpuPrecision Precision { get; init; }

    /// <summary>The target tokens that each source can call for: no others are scored. Null (default) scores the whole vocabulary.</summary>
    public Shortlist? Shortlist { get; init; }

    /// <summary>Forces a vector width, for tests; null is the widest that the machine has.</summary>
    internal VectorPath? Path { get; init; }

    internal int CrewSize => Threads > 0 ? Threads : Math.Min(Environment.ProcessorCount, 16);
}
