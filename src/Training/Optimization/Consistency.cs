using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>
/// How far two passes of one token through dropout say different things: the Kullback-Leibler divergences of their predictions from each other (R-Drop; Liang et al., 2021).
/// Shapes: C tokens, V vocabulary.
/// </summary>
internal static class Consistency
{
    /// <summary>
    /// Sum of KL(p‖q) + KL(q‖p) in nats, p and q being neighbours in <paramref name="logs"/> [2C,V], which are normalised; and its gradient by the scores that these come from [2C,V].
    /// </summary>
    public static (Tensor Divergence, Tensor Gradient) Of(Tensor logs)
    {
        var pairs = logs.view(-1, 2, logs.shape[1]);                                       // [C,2,V]
        var chances = pairs.exp();                                                         // [C,2,V]
        var apart = pairs - pairs.flip(1);                                                 // [C,2,V]
        var divergences = (chances * apart).sum(-1, keepdim: true);                        // [C,2,1]

        var gradient = (apart - divergences).add_((Scalar)1).mul_(chances).sub_(chances.flip(1));   // [C,2,V]
        return (divergences.sum(), gradient.view(-1, logs.shape[1]));
    }
}
