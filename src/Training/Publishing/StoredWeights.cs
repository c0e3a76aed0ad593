using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Training.Publishing;

/// <summary>Weights as a reader of the version will find them, so that what is measured or quantized is what is published.</summary>
internal static class StoredWeights
{
    /// <param name="storage"><see cref="TensorType.F32"/>, or <see cref="TensorType.F16"/>, which rounds.</param>
    public static ModelWeights Of(ModelWeights weights, TensorType storage) => storage == TensorType.F32
        ? weights
        : new ModelWeights(weights.Names.ToDictionary(name => name, name => Rounded(weights.Find(name))));

    private static WeightTensor Rounded(WeightTensor tensor) =>
        tensor with { Values = Array.ConvertAll(tensor.Values, value => (float)(Half)value) };
}
