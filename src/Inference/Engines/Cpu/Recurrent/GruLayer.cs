using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// The two products of a GRU layer in PyTorch's gate order [r | z | n]: W_ih x + b_ih and W_hh h + b_hh, which
/// <see cref="KernelSet.Gate"/> makes the new state of.
/// </summary>
internal sealed record GruLayer(Linear Input, Linear State)
{
    /// <summary>Reads <c>{name}.weight_ih_{suffix}</c> and its three companions.</summary>
    public static GruLayer Read(ModelWeights weights, KernelSet kernels, string name, string suffix, GruShape shape)
    {
        var gates = 3 * shape.Hidden;
        var input = weights.Get($"{name}.weight_ih_{suffix}", gates, shape.Inputs);
        var state = weights.Get($"{name}.weight_hh_{suffix}", gates, shape.Hidden);
        return new GruLayer(
            Pack(kernels, shape.Inputs, Rotate(input, shape), weights.Get($"{name}.bias_ih_{suffix}", gates)),
            Pack(kernels, shape.Hidden, state, weights.Get($"{name}.bias_hh_{suffix}", gates)));
    }

    private static Linear Pack(KernelSet kernels, int inputs, float[] weight, float[] bias) =>
        new(kernels, PackedMatrix.Pack(inputs, new DenseWeights(weight, bias)));

    /// <summary>Moves the first columns behind the others.</summary>
    private static float[] Rotate(float[] weight, GruShape shape)
    {
        if (shape.Rotated == 0)
            return weight;

        var rotated = new float[weight.Length];
        for (var row = 0; row < weight.Length; row += shape.Inputs)
        {
            var line = weight.AsSpan(row, shape.Inputs);
            line[shape.Rotated..].CopyTo(rotated.AsSpan(row));
            line[..shape.Rotated].CopyTo(rotated.AsSpan(row + shape.Inputs - shape.Rotated));
        }

        return rotated;
    }
}

/// <summary>
/// Inputs and state width of a GRU layer. <paramref name="Rotated"/> first inputs are given last here, so that the checkpoint's
/// [embedding; context] may be read from a row that holds [context; embedding].
/// </summary>
internal readonly record struct GruShape(int Inputs, int Hidden, int Rotated = 0);
