using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>A product y = W x + b of one shape in one precision, with one or many copies of the weights.</summary>
internal abstract class ProductCase(ProductShape shape)
{
    public ProductShape Shape { get; } = shape;

    public abstract string Precision { get; }

    /// <summary>Bytes of one copy of the weights.</summary>
    public abstract long WeightBytes { get; }

    /// <summary>Operations a second that the machine can do in this precision.</summary>
    public abstract double Peak(MachinePeaks peaks);

    /// <summary>Makes so many copies of the weights; a run takes the next one each time.</summary>
    public abstract void Pack(int copies);

    public abstract void Run(KernelSet kernels, int number);

    /// <summary>The plain twin, by the same weights.</summary>
    public abstract void RunPlain();

    protected static float[] Values(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}

internal readonly record struct ProductShape(int Rows, int Outputs, int Inputs)
{
    public double Operations => 2.0 * Rows * Outputs * Inputs;

    public override string ToString() => $"{Rows} × {Outputs} × {Inputs}";
}
