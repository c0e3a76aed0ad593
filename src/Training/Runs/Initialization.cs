using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Runs;

/// <summary>Gives a new network the weights of another model: every tensor that both have, by name and shape.</summary>
internal static class Initialization
{
    /// <summary>Every network has it, in the same shape; alone it is no beginning.</summary>
    private const string OutputBias = "final_logits_bias";

    /// <summary>Returns how many tensors were taken over, and of how many.</summary>
    public static (int Filled, int All) Fill(Seq2SeqNetwork network, ModelWeights weights)
    {
        using var still = no_grad();
        var tensors = network.state_dict();
        var shared = tensors.Where(named => weights.Contains(named.Key) && weights.Find(named.Key).Shape.SequenceEqual(named.Value.shape)).ToList();
        foreach (var (name, held) in shared)
        {
            using var scope = NewDisposeScope();
            held.copy_(tensor(weights.Get(name, held.shape), held.shape));
        }

        return shared.Any(named => named.Key != OutputBias)
            ? (shared.Count, tensors.Count)
            : throw new RecipeException("model:initializeFrom: not one layer has the name and shape of one of this network; compare the sizes of both models.");
    }
}
