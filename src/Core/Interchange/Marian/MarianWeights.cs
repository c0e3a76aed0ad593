using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>The weights of a version as Marian names and lays them out.</summary>
internal sealed class MarianWeights(PublishedTransformer model)
{
    private readonly ModelConfig _config = model.Config;

    /// <summary>Every tensor once: matrices are [inputs, outputs], biases and norms [1, n], embeddings [V, D].</summary>
    public IEnumerable<(string Name, WeightTensor Tensor)> All() => Embeddings().Concat(Linears()).Concat(Norms()).Concat(TopNorms());

    private IEnumerable<(string Name, WeightTensor Tensor)> Embeddings()
    {
        if (_config.SharedEmbeddings)
        {
            yield return (MarianNames.Shared, model.SourceEmbedding);
        }
        else
        {
            yield return (MarianNames.SourceEmbedding, model.SourceEmbedding);
            yield return (MarianNames.TargetEmbedding, model.TargetEmbedding);
        }

        if (model.Output is { } output)
            yield return (MarianNames.Output, Turned(output));
        yield return (MarianNames.OutputBias, Row(model.OutputBias));
    }

    private IEnumerable<(string Name, WeightTensor Tensor)> Linears()
    {
        foreach (var site in TransformerSites.Linears(_config))
        {
            yield return (MarianNames.Weight(site), Turned(new([site.Outputs, site.Inputs], model.Weight(site))));
            yield return (MarianNames.Bias(site), Row(model.Bias(site)));
        }
    }

    private IEnumerable<(string Name, WeightTensor Tensor)> Norms()
    {
        foreach (var site in TransformerSites.Norms(_config))
        {
            yield return (MarianNames.Gain(site, _config.NormalizeBefore), Row(model.Gain(site.Name)));
            yield return (MarianNames.Offset(site, _config.NormalizeBefore), Row(model.Offset(site.Name)));
        }
    }

    private IEnumerable<(string Name, WeightTensor Tensor)> TopNorms()
    {
        foreach (var side in TransformerSites.Sides.Where(_ => _config.NormalizeBefore))
        {
            yield return (MarianNames.TopNorm(side).Gain, Row(model.Gain(TransformerSites.TopNorm(side))));
            yield return (MarianNames.TopNorm(side).Offset, Row(model.Offset(TransformerSites.TopNorm(side))));
        }
    }

    private static WeightTensor Row(float[] values) => new([1, values.Length], values);

    /// <summary>[outputs, inputs] as [inputs, outputs].</summary>
    private static WeightTensor Turned(WeightTensor matrix)
    {
        var (outputs, inputs) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        var turned = new float[matrix.Values.Length];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
                turned[(i * outputs) + o] = matrix.Values[(o * inputs) + i];
        }

        return new([inputs, outputs], turned);
    }
}
