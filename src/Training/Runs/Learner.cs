using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Speed;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Runs;

/// <summary>What a run changes as it learns: the network, the optimizer's moments and the averaged weights.</summary>
internal sealed class Learner : IDisposable
{
    private readonly Device _device;
    private readonly Objective _objective;
    private readonly int _unknown;
    private readonly Adam _adam;
    private readonly WeightAverage? _average;
    private readonly TrainingStep _step;
    private readonly RankPlace _place;
    private readonly TrainingCost _cost;
    private readonly int _passes;

    /// <param name="ranks">The processes that learn together.</param>
    /// <param name="initialize">Gives the new network its first weights where they are not random.</param>
    public Learner(Recipe recipe, Tokenizer tokenizer, IRanks ranks, Action<Seq2SeqNetwork> initialize)
    {
        _objective = Objective.ForTraining(recipe, tokenizer);
        _unknown = tokenizer.UnknownId;
        _place = ranks.Place;
        _device = new Device(_place.DeviceOf(recipe.Training.Device));
        set_num_threads(recipe.Training.Threads > 0 ? recipe.Training.Threads : Math.Max(1, Environment.ProcessorCount / _place.LocalSize));
        manual_seed(recipe.Seed);
        Network = NetworkFactory.Create(ModelConfigs.Describe(recipe.Model, tokenizer));
        try
        {
            initialize(Network);
            Network.to(_device);
        }
        catch
        {
            Network.Dispose();
            throw;
        }

        var parameters = Network.named_parameters().ToList();
        _adam = new Adam(parameters);
        _average = recipe.Training.AverageDecay > 0 ? new WeightAverage(parameters, recipe.Training.AverageDecay) : null;
        _step = new TrainingStep(Network, _objective, _adam, recipe, ranks);
        _cost = new TrainingCost(Network);
        _passes = recipe.Training.Consistency > 0 ? 2 : 1;
        MatrixPeak = Speed.MatrixPeak.Of(_device, Products.TypeOf(recipe.Training.Precision) ?? ScalarType.Float32);
    }

    public Seq2SeqNetwork Network { get; }

    public long Parameters => Network.parameters().Sum(parameter => parameter.numel());

    /// <summary>Operations per second of a large matrix product with this process's device, precision and threads.</summary>
    public double MatrixPeak { get; }

    /// <summary>Scale of the next update's loss, which belongs to a run's state; null where the recipe asks for none.</summary>
    public LossScale? LossScale
    {
        get => _step.Scale;
        set => _step.Scale = _step.Scale is null ? null : value ?? _step.Scale;
    }

    /// <summary>Updates that changed the weights, a part of a run's state.</summary>
    public int Applied
    {
        get => _step.Applied;
        set => _step.Applied = value;
    }

    /// <summary>Every tensor that a resumed run needs.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State =>
        [.. Network.state_dict().Select(named => (named.Key, named.Value)), .. _adam.State, .. _average?.State ?? []];

    /// <summary>This process's share of <paramref name="pairs"/> as tensors, for update <paramref name="step"/>; touches nothing that learning changes.</summary>
    public Batch Prepare(IReadOnlyList<EncodedPair> pairs, int step)
    {
        if (_place.Size == 1)
            return _objective.Prepare(pairs, step, _device);

        using var whole = _objective.Prepare(pairs, step, CPU);
        return whole.Share(_place, _device);
    }

    /// <summary>Goes through a batch of sentences of one length on both sides as late in a run, when noise takes most, and learns nothing.</summary>
    public void Rehearse(int rows, int length)
    {
        using var scope = NewDisposeScope();
        int[] sentence = [.. Enumerable.Repeat(_unknown, length)];
        using var batch = Prepare([.. Enumerable.Repeat(new EncodedPair(sentence, sentence), rows)], step: int.MaxValue);
        _step.Rehearse(batch);
    }

    /// <summary>Update <paramref name="step"/>, counted from 1, on what was prepared for it.</summary>
    public StepReport Update(int step, Batch batch)
    {
        using var scope = NewDisposeScope();
        var report = _step.Run(step, batch);
        if (report.Applied)
            _average?.Update(step);
        return report with { PeakSeconds = _passes * _cost.OperationsOf(batch) / MatrixPeak };
    }

    /// <summary>The weights to judge and to publish: the average where there is one.</summary>
    public IReadOnlyDictionary<string, WeightTensor> BestWeights()
    {
        _average?.Swap();
        var weights = NetworkWeights.Copy(Network).ToDictionary(named => named.Name, named => named.Tensor);
        _average?.Swap();
        return weights;
    }

    public void Dispose()
    {
        _step.Dispose();
        Network.Dispose();
        _adam.Dispose();
        _average?.Dispose();
    }
}
