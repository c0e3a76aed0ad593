using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Reads layers by their names in a checkpoint; <see cref="ModelWeights"/> refuses what is missing or of another shape.</summary>
internal sealed class WeightReader(ModelWeights weights, KernelSet kernels)
{
    public ModelWeights Weights => weights;

    public KernelSet Kernels => kernels;

    /// <summary><c>name.weight</c> [outputs, inputs] and <c>name.bias</c> [outputs].</summary>
    public DenseWeights Dense(string name, int outputs, int inputs) =>
        new(weights.Get($"{name}.weight", outputs, inputs), weights.Get($"{name}.bias", outputs));

    public Linear Linear(string name, int outputs, int inputs, Activation activation = Activation.None) =>
        new(kernels, PackedMatrix.Pack(inputs, Dense(name, outputs, inputs)), activation);

    /// <summary>A layer that has no bias.</summary>
    public Linear Product(string name, int outputs, int inputs) =>
        new(kernels, PackedMatrix.Pack(inputs, new DenseWeights(weights.Get($"{name}.weight", outputs, inputs), null)));

    /// <summary>A layer of several layers with the same inputs and <paramref name="outputs"/> each, side by side.</summary>
    public Linear SideBySide(int outputs, int inputs, params string[] names) =>
        new(kernels, PackedMatrix.Pack(inputs, [.. names.Select(name => Dense(name, outputs, inputs))]));

    public NormWeights Norm(string name, int width) =>
        new(weights.Get($"{name}.weight", width), weights.Get($"{name}.bias", width));
}
