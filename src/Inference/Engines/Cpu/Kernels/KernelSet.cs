using System.Runtime.Intrinsics;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// All kernels of the engine, compiled for one vector width and chosen once. Each has a plain twin in <see cref="ReferenceKernels"/>.
/// No kernel mixes rows: a row's result depends on that row alone.
/// </summary>
internal abstract unsafe class KernelSet
{
    public static KernelSet Best { get; } = For(Hardware.WidestPath);

    public static KernelSet For(VectorPath path) => path switch
    {
        VectorPath.Vector512 => new SimdKernels<Simd512, Vector512<float>>(DotTiles.Best(path)),
        VectorPath.Vector256 => new SimdKernels<Simd256, Vector256<float>>(DotTiles.Best(path)),
        VectorPath.Vector128 => new SimdKernels<Simd128, Vector128<float>>(DotTiles.Best(path)),
        _ => new SimdKernels<SimdPlain, float>(DotTiles.Best(path)),
    };

    /// <summary>The outputs of the given panels of W x + b for every row, no less than <paramref name="floor"/>; y begins at the first of them.</summary>
    public abstract void Multiply(Rows x, int rows, PackedMatrix matrix, Range panels, Rows y, float floor = float.NegativeInfinity);

    /// <summary>Rounds x, [width], to 8 bits as row <paramref name="row"/> of <paramref name="rows"/>.</summary>
    public abstract void Quantize(float* x, int width, QuantizedRows rows, int row);

    /// <summary>The outputs of the given panels of W x + b for some quantised rows, no less than <paramref name="floor"/>; y begins at the first of both.</summary>
    public abstract void Multiply(QuantizedRows x, Range rows, QuantizedMatrix matrix, Range panels, Rows y, float floor = float.NegativeInfinity);

    public abstract void Activate(Activation activation, float* values, int count);

    /// <summary>y = layer norm of x; y may be x.</summary>
    public abstract void Normalize(float* x, NormWeights norm, float* y);

    /// <summary>x += addend.</summary>
    public abstract void Add(float* x, float* addend, int count);

    /// <summary>y = x · scale + addend.</summary>
    public abstract void ScaleAdd(float* x, float scale, float* addend, int count, float* y);

    /// <summary>y = (x + addend) · scale; y may be x.</summary>
    public abstract void AddScale(float* x, float* addend, float scale, int count, float* y);

    /// <summary>y[i] = x[i] · σ(x[i + width]), a gated linear unit; y may be x.</summary>
    public abstract void Gate(float* x, int width, float* y);

    public abstract void Softmax(float* values, int count);

    /// <summary>The greatest value and Σ e^(value − greatest).</summary>
    public abstract (float Greatest, float Sum) LogSumExpParts(float* values, int count);

    /// <summary>The first index from <paramref name="start"/> on whose value exceeds the threshold, or <paramref name="count"/>.</summary>
    public abstract int NextAbove(float* values, int start, int count, float threshold);

    /// <summary>
    /// Each query of a group over encoded positions: softmax(query · keys · scale) · values. <paramref name="scores"/> is room for
    /// <see cref="QueryGroup.Scores"/> floats, [queries, padded positions], and leaves with the weights.
    /// </summary>
    public abstract void Attend(QueryGroup queries, HeadMemory memory, float* scores, Rows results);

    /// <summary>All heads of a token over the row's own past; the room as in <see cref="Attend"/>.</summary>
    public abstract void AttendHistory(QueryGroup heads, HeadHistory history, float* scores, Rows results);

    /// <summary>result = Σ weights[s] · values[s].</summary>
    public abstract void Mix(float* weights, int positions, Rows values, int width, float* result);

    /// <summary>The scores query · keys · scale of one head over encoded positions, padded.</summary>
    public abstract void Score(float* query, int width, float scale, HeadMemory memory, float* scores);

    /// <summary>The new state of a plain recurrent layer, in place; products of <paramref name="width"/>.</summary>
    public abstract void Rnn(float* fromInput, float* fromState, float* state, int width);

    /// <summary>The new state of a GRU, in place; products of 3 × <paramref name="width"/>.</summary>
    public abstract void Gru(float* fromInput, float* fromState, float* state, int width);

    /// <summary>The new state and cell of an LSTM, in place; products of 4 × <paramref name="width"/>.</summary>
    public abstract void Lstm(float* fromInput, float* fromState, float* state, float* cell, int width);

    /// <summary>v · tanh(query + key).</summary>
    public abstract float AdditiveScore(float* query, float* key, float* v, int width);
}
