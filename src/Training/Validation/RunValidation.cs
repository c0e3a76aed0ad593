using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Pictures;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Validation;

/// <summary>Judges a run's weights on its validation sets: loss, and for what translates BLEU and chrF of what the serving decoder makes of them.</summary>
internal sealed class RunValidation
{
    private const int LossBatchTokens = 4096;

    private readonly Recipe _recipe;
    private readonly Tokenizer _tokenizer;
    private readonly Objective _objective;
    private readonly IReadOnlyList<ValidationSet> _sets;

    public RunValidation(Recipe recipe, Tokenizer tokenizer)
    {
        (_recipe, _tokenizer) = (recipe, tokenizer);
        _objective = Objective.ForValidation(recipe, tokenizer);
        _sets = ValidationSet.Read(recipe.Data.Valid, recipe.Validation.Sentences);
    }

    public bool HasSets => _sets.Count > 0;

    public ValidationReport Run(int step, Seq2SeqNetwork network, IReadOnlyDictionary<string, WeightTensor> weights, CancellationToken cancel)
    {
        var loss = Loss(network, weights);
        var (scores, attention) = network.Config.ModelType == ModelConfig.EncoderOnly ? ([], []) : Translate(network, weights, cancel);
        return new ValidationReport(step, Metric(scores, loss), loss, scores) { Attention = attention };
    }

    private (IReadOnlyList<DirectionScore> Scores, IReadOnlyList<AttentionSample> Attention) Translate(Seq2SeqNetwork network, IReadOnlyDictionary<string, WeightTensor> weights, CancellationToken cancel)
    {
        using var engine = CreateEngine(network.Config, new ModelWeights(weights));
        var generation = ModelConfigs.DescribeGeneration(_recipe, _tokenizer);
        var options = DecodingOptions.Of(generation) with { BeamSize = _recipe.Validation.BeamSize };
        return (
            new Validator(network.Config, generation, _tokenizer).Score(engine, _sets, options, cancel),
            new AttentionSampler(network.Config, generation, _tokenizer).Sample(engine, _sets, options, cancel));
    }

    private double Metric(IReadOnlyList<DirectionScore> scores, double loss) => _recipe.Validation.Metric switch
    {
        "bleu" => scores.Average(score => score.Bleu.Value),
        "chrf" => scores.Average(score => score.Chrf.Value),
        _ => -loss,
    };

    private IEngine CreateEngine(ModelConfig config, ModelWeights weights) => _recipe.Training.Device == "cpu"
        ? new CpuEngine(config, weights, new CpuEngineOptions())
        : new TorchEngine(config, weights, _recipe.Training.Device);

    /// <summary>Mean cross-entropy per token without smoothing, in nats, of the weights given.</summary>
    private double Loss(Seq2SeqNetwork network, IReadOnlyDictionary<string, WeightTensor> weights)
    {
        var pairs = _sets.SelectMany(set => set.Pairs)
            .Select(pair => new EncodedPair(_tokenizer.EncodeSource(pair.Source, pair.TargetLanguage), _tokenizer.EncodeTarget(pair.Target)))
            .Where(pair => pair.LongerSide > 1 && pair.LongerSide <= ModelConfigs.LongestSide(_recipe.Model))
            .ToList();

        using var judged = NetworkFactory.Create(network.Config);
        NetworkWeights.Load(judged, new ModelWeights(weights));
        judged.eval();
        using var still = no_grad();

        var (sum, tokens) = (0.0, 0L);
        foreach (var (number, rows) in new TokenBatcher(pairs, LossBatchTokens, seed: 0).Epoch(0).Index())
        {
            using var scope = NewDisposeScope();
            using var batch = _objective.Prepare([.. rows.Select(row => pairs[row])], number, CPU);
            sum += OutputLoss.Sum(judged, _objective.Outputs(judged, batch), batch.TargetOut);
            tokens += batch.Tokens;
        }

        return sum / tokens;
    }
}
