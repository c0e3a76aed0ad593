using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// Reads layers by their names in a checkpoint; <see cref="ModelWeights"/> refuses what is missing or of another shape. The one place that
/// knows in which precision weights are kept.
/// </summary>
internal sealed class WeightReader(SharedWeights shared, CpuRuntime runtime)
{
    public KernelSet Kernels => runtime.Kernels;

    /// <summary><c>name.weight</c> [outputs, inputs] and <c>name.bias</c> [outputs].</summary>
    public Linear Linear(string name, int outputs, int inputs, Activation activation = Activation.None) =>
        new(Kernels, Matrix(Dense(name, outputs, inputs)), activation);

    /// <summary>A layer that has no bias.</summary>
    public Linear Product(string name, int outputs, int inputs) =>
        new(Kernels, Matrix(new MatrixPart($"{name}.weight", null, outputs, inputs)));

    /// <summary>A layer of several layers with the same inputs and <paramref name="outputs"/> each, side by side.</summary>
    public Linear SideBySide(int outputs, int inputs, params string[] names) =>
        new(Kernels, Matrix([.. names.Select(name => Dense(name, outputs, inputs))]));

    /// <summary>Matrices of the same inputs; their outputs come out side by side.</summary>
    public MatrixProduct Matrix(params MatrixPart[] parts)
    {
        var key = $"matrix {string.Join('|', parts.Select(part => part.Weight))}";
        return shared.Precision == CpuPrecision.Int8
            ? new Int8Product(Kernels, shared.Get(key, weights => Quantized(weights, parts)), runtime.Quantized)
            : new Fp32Product(Kernels, shared.Get(key, weights => Packed(weights, parts)));
    }

    /// <param name="epsilon">Added to the variance.</param>
    public NormWeights Norm(string name, int width, double epsilon) => shared.Get(
        $"norm {name}", weights => new NormWeights(weights.Get($"{name}.weight", width), weights.Get($"{name}.bias", width), (float)epsilon));

    /// <summary>A tensor that is not multiplied as a matrix.</summary>
    public FloatBuffer Values(string name, params long[] shape) => shared.Get($"values {name}", weights => FloatBuffer.CopyOf(weights.Get(name, shape)));

    /// <summary>Whatever else the network keeps of its weights.</summary>
    public T Get<T>(string key, Func<ModelWeights, T> make)
        where T : class => shared.Get(key, make);

    /// <summary>Token embeddings [V, D].</summary>
    public TokenTable Tokens(string name, int vocabulary, int width) => shared.Get($"tokens {name}", weights => shared.Precision == CpuPrecision.Int8
        ? new TokenTable(weights.Quantized(name, vocabulary, width))
        : new TokenTable(weights.Get(name, vocabulary, width), width));

    private static MatrixPart Dense(string name, int outputs, int inputs) => new($"{name}.weight", $"{name}.bias", outputs, inputs);

    private static PackedMatrix Packed(ModelWeights weights, MatrixPart[] parts) => PackedMatrix.Pack(
        Inputs(parts[0]), [.. parts.Select(part => new DenseWeights(part.Arrange(weights.Get(part.Weight, part.Shape)), Bias(weights, part)))]);

    private static QuantizedMatrix Quantized(ModelWeights weights, MatrixPart[] parts) => QuantizedMatrix.Pack(
        Inputs(parts[0]),
        [.. parts.Select(part => new QuantizedWeights(Arranged(part, weights.Quantized(part.Weight, part.Shape)), Bias(weights, part)))]);

    private static QuantizedTensor Arranged(MatrixPart part, QuantizedTensor matrix) => matrix with { Values = part.Arrange(matrix.Values) };

    private static float[]? Bias(ModelWeights weights, MatrixPart part) => part.Bias is null ? null : weights.Get(part.Bias, part.BiasShape);

    private static int Inputs(MatrixPart part) => (int)part.Shape[1..].Aggregate(1L, (product, size) => product * size);
}
