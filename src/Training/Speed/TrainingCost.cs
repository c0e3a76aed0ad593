using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Speed;

/// <summary>
/// Multiplications and additions that the matrix products of an update need: six for each weight and token that meets it, two of them forward
/// (Kaplan et al., 2020, section 2.1), and in attention six for each pair of tokens and column of their keys and values (Chowdhery et al.,
/// 2022, appendix B; what a mask hides counts). Padding, and passes that are repeated, are no need.
/// </summary>
internal sealed class TrainingCost
{
    private const double OfWeight = 6;

    /// <summary>Parts of a decoder that meet the source's tokens, by their names in every family.</summary>
    private static readonly string[] Memories =
        [".encoder_attn.k_proj.", ".encoder_attn.v_proj.", ".attention.key.", ".attention.value.", ".memory.", ".context.inner.", ".context.score."];

    /// <summary>Parts that meet a sentence once.</summary>
    private static readonly string[] Summaries = [".bridge.", ".context.outer."];

    private readonly ModelConfig _config;
    private readonly double _source, _target, _sentence;

    public TrainingCost(Seq2SeqNetwork network)
    {
        _config = network.Config;
        foreach (var (name, parameter) in network.named_parameters().Where(named => IsMatrix(named.name, named.parameter)))
        {
            var weights = parameter.numel();
            if (Summaries.Any(name.Contains))
                _sentence += weights;
            else if (name.StartsWith("model.encoder.", StringComparison.Ordinal) || Memories.Any(name.Contains))
                _source += weights;
            else
                _target += weights;
        }

        if (_config.ModelType == ModelConfig.DecoderOnly)
            _source = _target;   // one stack reads both
    }

    public double OperationsOf(Batch batch) =>
        OperationsOf(batch.SourceLengths.Length, batch.SourceLengths.Sum(), batch.TargetIn is null ? 0 : batch.Tokens, batch.Tokens);

    /// <param name="rows">Sentences, taken to be of one length.</param>
    /// <param name="source">Tokens that are read.</param>
    /// <param name="target">Tokens that a decoder reads.</param>
    /// <param name="judged">Tokens that meet the output layer.</param>
    public double OperationsOf(double rows, double source, double target, double judged)
    {
        var output = (double)_config.VocabularySize * _config.Width;
        return OfWeight * ((_sentence * rows) + (_source * source) + (_target * target) + (output * judged) + (Attention(source, target) / rows));
    }

    /// <summary>Pairs of tokens times columns, as if all tokens were one sentence.</summary>
    private double Attention(double source, double target)
    {
        var layer = 2.0 * _config.Width;   // keys and values
        var encoder = _config.EncoderKind == LayerKind.Transformer ? _config.EncoderLayers * layer * source * source : 0;
        return _config switch
        {
            { ModelType: ModelConfig.DecoderOnly } => _config.DecoderLayers * layer * ((source * source) + (target * (source + target))),
            { ModelType: ModelConfig.EncoderOnly } => encoder,
            { DecoderKind: LayerKind.Transformer } => encoder + (_config.DecoderLayers * layer * target * (source + target)),
            { DecoderKind: LayerKind.Conv } => encoder + (_config.DecoderLayers * layer * target * source),
            { HasAttention: true } => encoder + (RecurrentColumns * target * source),
            _ => encoder,
        };
    }

    private double RecurrentColumns => _config.DecoderHidden +
        (_config.Attention is AttentionKind.ScaledDot or AttentionKind.MultiHead ? _config.DecoderHidden : _config.EncoderOutputs);

    /// <summary>Embeddings are looked up; the output layer is counted by itself, as it may be one of them.</summary>
    private static bool IsMatrix(string name, Tensor parameter) => parameter.dim() > 1 && name.Contains("weight", StringComparison.Ordinal)
        && !name.Contains("embed_", StringComparison.Ordinal) && !name.EndsWith("shared.weight", StringComparison.Ordinal) && !name.StartsWith("lm_head", StringComparison.Ordinal);
}
