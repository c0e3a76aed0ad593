using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>The kernels of one vector width.</summary>
internal sealed unsafe class SimdKernels<TSimd, TVector>(DotTiles dots) : KernelSet
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override void Multiply(Rows x, int rows, PackedMatrix matrix, Range panels, Rows y, float floor) =>
        Product<TSimd, TVector>.Multiply(x, rows, matrix, panels, y, floor);

    public override void Quantize(float* x, int width, QuantizedRows rows, int row) =>
        Int8Kernels<TSimd, TVector>.Quantize(x, width, rows, row);

    public override void Multiply(QuantizedRows x, Range rows, QuantizedMatrix matrix, Range panels, Rows y, float floor) =>
        Int8Kernels<TSimd, TVector>.Multiply(dots, x, rows, matrix, panels, y, floor);

    public override void Activate(Activation activation, float* values, int count)
    {
        switch (activation)
        {
            case Activation.Relu: Map<TSimd, TVector>.Run<ReluMap>(values, count); break;
            case Activation.Gelu: Map<TSimd, TVector>.Run<GeluMap>(values, count); break;
            case Activation.Swish: Map<TSimd, TVector>.Run<SwishMap>(values, count); break;
            case Activation.Tanh: Map<TSimd, TVector>.Run<TanhMap>(values, count); break;
            default: break;
        }
    }

    public override void Normalize(float* x, NormWeights norm, float* y) =>
        Normalization<TSimd, TVector>.Normalize(x, norm, y);

    public override void Add(float* x, float* addend, int count) =>
        Normalization<TSimd, TVector>.Add(x, addend, count);

    public override void ScaleAdd(float* x, float scale, float* addend, int count, float* y) =>
        Normalization<TSimd, TVector>.ScaleAdd(x, scale, addend, count, y);

    public override void AddScale(float* x, float* addend, float scale, int count, float* y) =>
        GatedKernels<TSimd, TVector>.AddScale(x, addend, scale, count, y);

    public override void Gate(float* x, int width, float* y) =>
        GatedKernels<TSimd, TVector>.Gate(x, width, y);

    public override void Softmax(float* values, int count) =>
        Probabilities<TSimd, TVector>.Softmax(values, count);

    public override (float Greatest, float Sum) LogSumExpParts(float* values, int count) =>
        Probabilities<TSimd, TVector>.LogSumExpParts(values, count);

    public override int NextAbove(float* values, int start, int count, float threshold) =>
        Probabilities<TSimd, TVector>.NextAbove(values, start, count, threshold);

    public override void Attend(QueryGroup queries, HeadMemory memory, float* scores, Rows results) =>
        DotProductAttention<TSimd, TVector>.Attend(queries, memory, scores, results);

    public override void AttendHistory(QueryGroup heads, HeadHistory history, float* scores, Rows results) =>
        DotProductAttention<TSimd, TVector>.AttendHistory(heads, history, scores, results);

    public override void Mix(float* weights, int positions, Rows values, int width, float* result) =>
        DotProductAttention<TSimd, TVector>.Mix(weights, positions, values, width, result);

    public override void Score(float* query, int width, float scale, HeadMemory memory, float* scores) =>
        DotProductAttention<TSimd, TVector>.Score(query, width, scale, memory, scores);

    public override void Rnn(float* fromInput, float* fromState, float* state, int width) =>
        RecurrentKernels<TSimd, TVector>.Rnn(fromInput, fromState, state, width);

    public override void Gru(float* fromInput, float* fromState, float* state, int width) =>
        RecurrentKernels<TSimd, TVector>.Gru(fromInput, fromState, state, width);

    public override void Lstm(float* fromInput, float* fromState, float* state, float* cell, int width) =>
        RecurrentKernels<TSimd, TVector>.Lstm(fromInput, fromState, state, cell, width);

    public override float AdditiveScore(float* query, float* key, float* v, int width) =>
        RecurrentKernels<TSimd, TVector>.AdditiveScore(query, key, v, width);
}
