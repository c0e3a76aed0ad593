using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>What all parts of an engine share: kernels, threads, spare buffers, and a scratch buffer for each thread.</summary>
internal sealed class CpuRuntime : IDisposable
{
    private readonly FloatBuffer[] _scratch;

    public CpuRuntime(CpuEngineOptions options)
    {
        Kernels = options.Path is { } path ? KernelSet.For(path) : KernelSet.Best;
        Crew = new Crew(options.CrewSize);
        _scratch = [.. Enumerable.Range(0, Crew.Size).Select(_ => new FloatBuffer())];
    }

    public KernelSet Kernels { get; }

    public Crew Crew { get; }

    public BufferShelf Shelf { get; } = new();

    /// <summary>The input of the running 8-bit product.</summary>
    public QuantizedRows Quantized { get; } = new();

    /// <summary>The member's own room, as large as was last reserved.</summary>
    public unsafe float* Scratch(CrewMember me) => _scratch[me.Index].Start;

    /// <summary>Makes room for <paramref name="count"/> floats for every member; called before a task, never in it.</summary>
    public void ReserveScratch(int count)
    {
        foreach (var buffer in _scratch)
            buffer.Reserve(count);
    }

    /// <summary>Makes room for products of <paramref name="rows"/> rows; called before a task, never in it.</summary>
    public void ReserveRows(int rows) => Quantized.Reserve(rows);

    public void Dispose() => Crew.Dispose();
}
