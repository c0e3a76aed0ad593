using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>
/// Label-smoothed cross-entropy of the output layer with its gradients, a few rows at a time: the vocabulary-sized matrices stay in the
/// cache, and each is gone over once instead of in every operation of the graph. <see cref="Objectives.Objective.Loss"/> is its specification.
/// Shapes: N target tokens, D width, V vocabulary, C rows of a chunk.
/// </summary>
internal static class OutputLoss
{
    private const long ChunkElements = 2 << 20;   // 8 MiB of scores

    /// <summary>
    /// Returns the loss of <paramref name="hidden"/> [N,D] by what <paramref name="batch"/> judges, summed and divided by the tokens of the whole batch;
    /// adds to the output layer's gradients, and runs the graph behind <paramref name="hidden"/> backward.
    /// </summary>
    /// <param name="consistency">Weight of <see cref="Consistency"/>, for a <paramref name="batch"/> with every row <see cref="Batch.Twice"/>; 0 adds nothing.</param>
    /// <param name="scale">Factor of all gradients, not of the loss that is returned.</param>
    public static double Backward(Seq2SeqNetwork network, Tensor hidden, Batch batch, double smoothing, double consistency = 0, double scale = 1)
    {
        var (weight, bias) = network.OutputLayer;                                          // [V,D], [V]
        var (count, all) = (hidden.shape[0], batch.AllTokens);
        var passes = consistency > 0 ? 2 : 1;                                              // those of a token stay together
        var rows = passes * Math.Max(1, Rows(weight) / passes);
        var hiddenGradient = zeros_like(hidden);                                           // [N,D]
        var weightGradient = zeros_like(weight);                                           // [V,D]
        var biasGradient = zeros_like(bias);                                               // [V]
        var loss = 0.0;

        using (no_grad())
        {
            for (var start = 0L; start < count; start += rows)
            {
                using var scope = NewDisposeScope();
                var length = Math.Min(rows, count - start);
                var chunk = hidden.narrow(0, start, length);                               // [C,D]
                var (chunkLoss, gradient) = Scores(network.Project(chunk), batch.TargetOut.narrow(0, start, length), smoothing, consistency);
                loss += chunkLoss;
                gradient.mul_((Scalar)(scale / all));

                hiddenGradient.narrow(0, start, length).copy_(Precision.Multiply(gradient, weight));
                weightGradient.add_(Precision.Multiply(gradient.transpose(0, 1), chunk));
                biasGradient.add_(gradient.sum(dim: 0));
            }
        }

        // A sum whose gradients are the ones at hand carries them into the graph, and adds them where a weight is shared.
        ((hidden * hiddenGradient).sum() + (weight * weightGradient).sum() + (bias * biasGradient).sum()).backward();
        return loss / all;
    }

    /// <summary>Cross-entropy of <paramref name="hidden"/> [N,D] without smoothing, summed over its tokens, in nats; no gradients.</summary>
    public static double Sum(Seq2SeqNetwork network, Tensor hidden, Tensor targets)
    {
        using var still = no_grad();
        var (count, rows) = (hidden.shape[0], Rows(network.OutputLayer.Weight));
        var loss = 0.0;
        for (var start = 0L; start < count; start += rows)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(rows, count - start);
            var scores = network.Project(hidden.narrow(0, start, length));                 // [C,V]
            loss += nn.functional.cross_entropy(scores, targets.narrow(0, start, length), reduction: nn.Reduction.Sum).item<float>();
        }

        return loss;
    }

    /// <summary>C.</summary>
    private static long Rows(Tensor weight) => Math.Max(1, ChunkElements / weight.shape[0]);

    /// <summary>Summed loss of a chunk, and the gradient of its scores [C,V].</summary>
    private static (double Loss, Tensor Gradient) Scores(Tensor scores, Tensor targets, double smoothing, double consistency)
    {
        var places = targets.unsqueeze(1);                                                 // [C,1]
        var share = smoothing / scores.shape[1];
        var logs = scores.log_softmax(-1);                                                 // [C,V]
        var correct = logs.gather(1, places);                                              // [C,1]
        var loss = (correct.sum() * -(1 - smoothing)) - (logs.sum() * share);
        var apart = consistency > 0 ? Consistency.Of(logs) : default;

        var gradient = logs.exp_().sub_((Scalar)share);                                            // [C,V]
        gradient.scatter_add_(1, places, full([places.shape[0], 1], smoothing - 1, device: scores.device));
        if (consistency > 0)
        {
            loss += apart.Divergence * (consistency / 2);
            gradient.add_(apart.Gradient.mul_((Scalar)(consistency / 2)));
        }

        return (loss.item<float>(), gradient);
    }
}
