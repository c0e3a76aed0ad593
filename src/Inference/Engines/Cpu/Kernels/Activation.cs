using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>What is applied to the values of a matrix product.</summary>
internal enum Activation
{
    None,
    Relu,

    /// <summary>x · Φ(x) with the exact error function, not its tanh approximation.</summary>
    Gelu,

    /// <summary>x · sigmoid(x), also called SiLU.</summary>
    Swish,
    Tanh,
}

/// <summary>The activations by their names in <c>config.json</c>.</summary>
internal static class ActivationNames
{
    public static Activation Parse(string name) => name switch
    {
        "relu" => Activation.Relu,
        "gelu" => Activation.Gelu,
        "swish" or "silu" => Activation.Swish,
        _ => throw new CheckpointException($"config.json: activation_function '{name}' is not known; relu, gelu and swish are."),
    };
}
