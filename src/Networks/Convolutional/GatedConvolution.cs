using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>
/// A convolution over k tokens and its gated linear unit (Dauphin et al., 2017): the first half of the channels times σ of the second.
/// It is one product of all windows, laid side by side, with the weight. Shapes: B batch, S length, H channels, k kernel.
/// </summary>
internal sealed class GatedConvolution : nn.Module
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly int _kernel;

    public GatedConvolution(int channels, int kernel, double dropout)
        : base(nameof(GatedConvolution))
    {
        _kernel = kernel;

        // The gate halves the deviation and dropout raises it (Gehring et al., 2017).
        var deviation = Math.Sqrt(4 * (1 - dropout) / (kernel * channels));
        _weight = nn.Parameter(nn.init.normal_(zeros([2 * channels, channels, kernel]), 0, deviation));
        _bias = nn.Parameter(zeros(2 * channels));
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
    }

    /// <summary>Inputs with k − 1 more places [B,S+k-1,H] → [B,S,H].</summary>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var length = x.shape[1] - _kernel + 1;
        var windows = cat([.. Enumerable.Range(0, _kernel).Select(place => x.narrow(1, place, length))], 2);   // [B,S,k·H]
        var weight = _weight.permute(0, 2, 1).reshape(_weight.shape[0], -1);               // [2H,k·H]
        return nn.functional.glu(Precision.Product(windows, weight, _bias), -1).MoveToOuterDisposeScope();
    }
}
