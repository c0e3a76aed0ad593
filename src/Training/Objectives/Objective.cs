using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Objectives;

/// <summary>
/// What a network learns: how pairs become tensors, and which of the network's outputs are judged. Shapes: B rows, T length, D width, V
/// vocabulary, N judged outputs.
/// </summary>
internal abstract class Objective
{
    /// <summary>The recipe's objective with its noise, which follows from the seed and the update alone.</summary>
    public static Objective ForTraining(Recipe recipe, Tokenizer tokenizer)
    {
        var special = SpecialIds.Of(recipe, tokenizer);
        if (recipe.Model.Type == ModelRecipe.EncoderOnly)
            return new MaskedLanguage(special, recipe.Seed);

        return new Translation(special.Pad, special.Start)
        {
            Seed = recipe.Seed,
            Forcing = new TeacherForcing(recipe.Training.TeacherForcing),
            WordDropout = new WordDropout(recipe.Training.WordDropout, special),
        };
    }

    /// <summary>The same without noise; what is masked is masked alike in every validation.</summary>
    public static Objective ForValidation(Recipe recipe, Tokenizer tokenizer)
    {
        var special = SpecialIds.Of(recipe, tokenizer);
        return recipe.Model.Type == ModelRecipe.EncoderOnly ? new MaskedLanguage(special, seed: 0) : new Translation(special.Pad, special.Start);
    }

    /// <summary>The rules that choose among its pairs.</summary>
    public virtual DataRecipe Rules(DataRecipe data) => data;

    /// <summary>The tensors of update <paramref name="step"/>.</summary>
    public abstract Batch Prepare(IReadOnlyList<EncodedPair> pairs, int step, Device device);

    /// <summary>The network's outputs at the places that are judged [N,D].</summary>
    public abstract Tensor Outputs(Seq2SeqNetwork network, Batch batch);

    /// <summary>Mean cross-entropy over the judged places, in nats; padding never reaches the output layer.</summary>
    public Tensor Loss(Seq2SeqNetwork network, Batch batch, double smoothing) =>
        nn.functional.cross_entropy(network.Project(Outputs(network, batch)), batch.TargetOut, label_smoothing: smoothing);

    /// <summary>The rows of <paramref name="outputs"/> [B,T,D] that stand at <paramref name="places"/> [N] → [N,D].</summary>
    protected static Tensor At(Tensor places, Tensor outputs) => outputs.view(-1, outputs.shape[2]).index_select(0, places);
}
