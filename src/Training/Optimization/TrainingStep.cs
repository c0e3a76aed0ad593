using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>What one update did.</summary>
/// <param name="Loss">Mean cross-entropy per judged token with label smoothing, and what the recipe's consistency adds, in nats.</param>
/// <param name="GradientNorm">Joint norm before clipping.</param>
/// <param name="Tokens">Judged tokens, those of all processes.</param>
/// <param name="Applied">False where the gradient was not finite and the weights stayed.</param>
internal sealed record StepReport(double Loss, double GradientNorm, int Tokens, bool Applied)
{
    /// <summary>Seconds that the matrix products of this process's share need at the machine's peak.</summary>
    public double PeakSeconds { get; init; }

    /// <summary>It was left out for its loss scale, which is smaller from now on: nothing is wrong.</summary>
    public bool IsRescaled { get; init; }
}

/// <summary>
/// One update: forward, loss, backward, clip, Adam; forward to backward for each piece of a batch that is cut. Of several processes each goes backward through its share; the sum of their gradients is
/// that of the whole batch, and from there on all do the same.
/// </summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly Seq2SeqNetwork _network;
    private readonly Objective _objective;
    private readonly Adam _adam;
    private readonly OptimizationRecipe _recipe;
    private readonly int _seed;
    private readonly IRanks _ranks;
    private readonly LearningRate _rate;
    private readonly Parameter[] _parameters;
    private readonly IGradientSum _gradients;

    public TrainingStep(Seq2SeqNetwork network, Objective objective, Adam adam, Recipe recipe, IRanks ranks)
    {
        (_network, _objective, _adam, _recipe, _seed, _ranks) = (network, objective, adam, recipe.Training, recipe.Seed, ranks);
        _rate = new LearningRate(recipe.Training);
        _parameters = [.. network.parameters()];
        _gradients = ranks.Follow(_parameters);
        Scale = recipe.Training.LossScale is { } factor ? new LossScale { Factor = factor } : recipe.Training.Precision == "fp16" ? new LossScale() : null;
    }

    /// <summary>Of the next update, as those before have left it; null where the loss is not scaled.</summary>
    public LossScale? Scale { get; set; }

    /// <summary>Updates that changed the weights.</summary>
    public int Applied { get; set; }

    /// <summary>
    /// Runs update <paramref name="step"/>, counted from 1. Dropout depends on the seed, the step and the process alone, so a resumed run repeats it.
    /// </summary>
    public StepReport Run(int step, Batch batch)
    {
        manual_seed(SeedOf(step));
        _network.train();
        using var scope = NewDisposeScope();
        using var precision = Precision.Use(Products.TypeOf(_recipe.Precision));
        var factor = Scale?.Factor ?? 1;

        var share = BackwardBeforeLast(batch, factor);
        _gradients.Begin();
        share += Backward(batch, _recipe.Accumulate, factor);
        _gradients.Finish();
        var value = _ranks.Sum(share);
        var norm = nn.utils.clip_grad_norm_(_parameters, double.PositiveInfinity) / factor;   // measures; the update itself clips
        var finite = double.IsFinite(norm) && double.IsFinite(value);
        if (finite)
            _adam.Step(++Applied, _rate.At(step), Clipping(norm) / factor);
        _network.zero_grad();
        if (double.IsFinite(value))   // the factor is no part of the loss, and so never its fault
            Scale = Scale?.After(finite);
        return new StepReport(value, norm, batch.AllTokens, finite) { IsRescaled = !finite && double.IsFinite(value) && factor > LossScale.Least };
    }

    /// <summary>Goes forward and backward as an update does, and forgets it: for what that takes.</summary>
    public void Rehearse(Batch batch)
    {
        _network.train();
        using var scope = NewDisposeScope();
        using var precision = Precision.Use(Products.TypeOf(_recipe.Precision));
        try
        {
            BackwardBeforeLast(batch, factor: 1);
            Backward(batch, _recipe.Accumulate, factor: 1);
        }
        finally
        {
            _network.zero_grad();
        }
    }

    public void Dispose() => _gradients.Dispose();

    /// <summary>All pieces but the last, whose gradients add up.</summary>
    private double BackwardBeforeLast(Batch batch, double factor)
    {
        var share = 0.0;
        for (var piece = 1; piece < _recipe.Accumulate; piece++)
            share += Backward(batch, piece, factor);
        return share;
    }

    /// <summary>The loss of one piece of the batch, counted from 1, and its part of the gradients.</summary>
    private double Backward(Batch batch, int piece, double factor)
    {
        using var scope = NewDisposeScope();
        var part = _recipe.Accumulate == 1 ? batch : batch.Share(new RankPlace { Rank = piece - 1, Size = _recipe.Accumulate }, batch.Source.device);
        if (_recipe.Consistency > 0)
            part = part.Twice();
        return OutputLoss.Backward(_network, _objective.Outputs(_network, part), part, _recipe.LabelSmoothing, _recipe.Consistency, factor);
    }

    /// <summary>The factor that brings gradients of this norm under the recipe's bound.</summary>
    private double Clipping(double norm) => _recipe.ClipNorm > 0 ? Math.Min(1, _recipe.ClipNorm / (norm + 1e-6)) : 1;

    private long SeedOf(int step)
    {
        var seed = Seed.Mix(_seed, step);
        return _ranks.Place.IsFirst ? seed : Seed.Mix(seed, _ranks.Place.Rank);
    }
}
