using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Benchmarks.Kernels;

/// <summary>The product in 8 bits, of rows that are rounded already: one rounding serves several products.</summary>
internal sealed unsafe class Int8Product : ProductCase
{
    private readonly QuantizedWeights _weights;
    private readonly sbyte[] _plain;
    private readonly QuantizedRows _x = new();
    private readonly FloatBuffer _y;
    private QuantizedMatrix[] _packed = [];

    public Int8Product(ProductShape shape) : base(shape)
    {
        var values = Values(shape.Outputs * shape.Inputs);
        _weights = new(QuantizedTensor.Of(new WeightTensor([shape.Outputs, shape.Inputs], values)), Values(shape.Outputs));
        _plain = new sbyte[shape.Rows * shape.Inputs];
        _y = new FloatBuffer(shape.Rows * shape.Outputs);
        _x.Widen(shape.Inputs);
        _x.Reserve(shape.Rows);

        var x = FloatBuffer.CopyOf(Values(shape.Rows * shape.Inputs));
        for (var row = 0; row < shape.Rows; row++)
        {
            KernelSet.Best.Quantize(x.Start + (row * shape.Inputs), shape.Inputs, _x, row);
            new ReadOnlySpan<sbyte>(_x.Values(row), shape.Inputs).CopyTo(_plain.AsSpan(row * shape.Inputs));
        }
    }

    public override string Precision => "int8";

    public override long WeightBytes => (long)Shape.Outputs * Shape.Inputs;

    public override double Peak(MachinePeaks peaks) => peaks.Int8();

    public override void Pack(int copies) => _packed = [.. Enumerable.Range(0, copies).Select(_ => QuantizedMatrix.Pack(Shape.Inputs, _weights))];

    public override void Run(KernelSet kernels, int number)
    {
        var matrix = _packed[number % _packed.Length];
        kernels.Multiply(_x, 0..Shape.Rows, matrix, 0..matrix.Panels, new Rows(_y.Start, Shape.Outputs));
    }

    public override void RunPlain()
    {
        for (var row = 0; row < Shape.Rows; row++)
        {
            var x = _plain.AsSpan(row * Shape.Inputs, Shape.Inputs);
            ReferenceKernels.MultiplyQuantized(x, _x.Scales[row], _weights, _y.Span.Slice(row * Shape.Outputs, Shape.Outputs), float.NegativeInfinity);
        }
    }
}
