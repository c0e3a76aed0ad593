using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>The two position-wise products of a layer. They are registered by the layer itself, as MarianMT names them (fc1, fc2).</summary>
internal sealed class FeedForward(long width, long inner, string activation, double dropout)
{
    private readonly Func<Tensor, Tensor> _activate = activation switch
    {
        "relu" => x => nn.functional.relu(x),
        "gelu" => x => nn.functional.gelu(x),
        "swish" or "silu" => x => nn.functional.silu(x),
        _ => throw new ArgumentException($"Unknown activation_function '{activation}'; known are relu, gelu and swish.", nameof(activation)),
    };

    public Linear Inner { get; } = Layers.Linear(width, inner);

    public Linear Outer { get; } = Layers.Linear(inner, width);

    public Dropout Dropout { get; } = nn.Dropout(dropout);

    public Tensor Forward(Tensor x)                                                        // [B,T,D] → [B,T,D]
    {
        var inside = Dropout.forward(_activate(Precision.Apply(Inner, x)));                // [B,T,F]
        return Precision.Apply(Outer, inside);
    }
}
