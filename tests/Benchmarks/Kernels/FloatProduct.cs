using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>The product in fp32.</summary>
internal sealed unsafe class FloatProduct(ProductShape shape) : ProductCase(shape)
{
    private readonly DenseWeights _weights = new(Values(shape.Outputs * shape.Inputs), Values(shape.Outputs));
    private readonly FloatBuffer _x = FloatBuffer.CopyOf(Values(shape.Rows * shape.Inputs));
    private readonly FloatBuffer _y = new(shape.Rows * shape.Outputs);
    private PackedMatrix[] _packed = [];

    public override string Precision => "fp32";

    public override long WeightBytes => (long)sizeof(float) * Shape.Outputs * Shape.Inputs;

    public override double Peak(MachinePeaks peaks) => peaks.Float();

    public override void Pack(int copies) => _packed = [.. Enumerable.Range(0, copies).Select(_ => PackedMatrix.Pack(Shape.Inputs, _weights))];

    public override void Run(KernelSet kernels, int number)
    {
        var matrix = _packed[number % _packed.Length];
        kernels.Multiply(new Rows(_x.Start, Shape.Inputs), Shape.Rows, matrix, 0..matrix.Panels, new Rows(_y.Start, Shape.Outputs));
    }

    public override void RunPlain() => ReferenceKernels.Multiply(_x.Span, Shape.Rows, _weights, _y.Span, float.NegativeInfinity);
}
