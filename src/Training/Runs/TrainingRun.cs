using System.Diagnostics;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Runs;

/// <summary>One start of a run, from reading the data (or resuming) to the last save.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly Recipe _recipe;
    private readonly ITrainingProgress _progress;
    private readonly IReadOnlyList<EncodedPair> _pairs;
    private readonly TokenBatcher _batcher;
    private readonly Seq2SeqNetwork _network;
    private readonly Device _device;
    private readonly Adam _adam;
    private readonly WeightAverage? _average;
    private readonly TrainingStep _step;
    private readonly RunState _state;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private RunPosition _position;

    public TrainingRun(Recipe recipe, ITrainingProgress progress)
    {
        (_recipe, _progress) = (recipe, progress);
        Run = new RunDirectory(recipe.Directory);
        Tokenizer = Run.OpenVocabulary(recipe, progress.Say);
        _pairs = ReadPairs();
        _batcher = new TokenBatcher(_pairs, recipe.Training.BatchTokens, recipe.Seed);

        _device = new Device(recipe.Training.Device);
        set_num_threads(recipe.Training.Threads > 0 ? recipe.Training.Threads : Environment.ProcessorCount);
        manual_seed(recipe.Seed);
        _network = NetworkFactory.Create(ModelConfigs.Describe(recipe.Model, Tokenizer)).to(_device);

        var parameters = _network.named_parameters().ToList();
        _adam = new Adam(parameters);
        _average = recipe.Training.AverageDecay > 0 ? new WeightAverage(parameters, recipe.Training.AverageDecay) : null;
        _step = new TrainingStep(_network, _adam, recipe.Training, recipe.Seed);
        _state = new RunState(Run, [.. _network.state_dict().Select(w => (w.Key, w.Value)), .. _adam.State, .. _average?.State ?? []]);

        _position = _state.Restore() ?? new RunPosition();
        progress.Say($"{parameters.Sum(p => p.parameter.numel()):N0} parameters; " +
            (_position.Step > 0 ? $"resuming at step {_position.Step:N0}" : "starting"));
    }

    public RunDirectory Run { get; }

    public Tokenizer Tokenizer { get; }

    public void Dispose()
    {
        _network.Dispose();
        _adam.Dispose();
        _average?.Dispose();
    }

    /// <summary>Trains until the recipe's limit or until asked to stop; the state is saved either way.</summary>
    public RunPosition Train(CancellationToken stop)
    {
        while (!IsDone(stop))
        {
            var batches = _batcher.Epoch(_position.Epoch);
            for (var i = _position.Batch; i < batches.Count && !IsDone(stop); i++)
                Update(batches[i], batches.Count);

            if (_position.Batch == batches.Count)
                _position = _position with { Epoch = _position.Epoch + 1, Batch = 0 };
        }

        Save();
        return _position;
    }

    private void Update(int[] rows, int batches)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch.Of([.. rows.Select(row => _pairs[row])], Tokenizer.PadId, Tokenizer.PadId, _device);
        var report = _step.Run(_position.Step + 1, batch);
        _position = _position with { Step = _position.Step + 1, Batch = _position.Batch + 1, Tokens = _position.Tokens + batch.Tokens };
        _average?.Update(_position.Step);
        _progress.Updated(_position, report, batches);

        if (_position.Step % _recipe.Training.SaveEvery == 0)
            Save();
    }

    private void Save()
    {
        _state.Save(_position with { Spent = _position.Spent + _clock.Elapsed });
        _progress.Say($"Saved at step {_position.Step:N0}");
    }

    private bool IsDone(CancellationToken stop)
    {
        var limits = _recipe.Training;
        return stop.IsCancellationRequested
            || (limits.Steps > 0 && _position.Step >= limits.Steps)
            || (limits.Epochs > 0 && _position.Epoch >= limits.Epochs)
            || (limits.Hours > 0 && _clock.Elapsed.TotalHours >= limits.Hours);
    }

    private List<EncodedPair> ReadPairs()
    {
        var filter = new PairFilter(_recipe.Data);
        var pairs = ParallelCorpus.Read(_recipe.Data.Train)
            .Select(pair => filter.Encode(pair, Encode))
            .OfType<EncodedPair>()
            .ToList();
        _progress.Say(filter.ToString());
        return pairs.Count > 0 ? pairs : throw new RecipeException("data:train: the filters left nothing to learn from.");
    }

    private EncodedPair Encode(SentencePair pair) =>
        new(Tokenizer.EncodeSource(pair.Source, pair.TargetLanguage), Tokenizer.EncodeTarget(pair.Target));
}
