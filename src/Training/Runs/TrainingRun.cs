using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Fitting;
using Seq2SeqService.Training.Optimization;
using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Speed;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Runs;

/// <summary>One start of a run, from reading the data (or resuming) to the last save.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly ITrainingProgress _progress;
    private readonly IRanks _ranks;
    private readonly IPairSource _pairs;
    private readonly IDisposable? _lock;
    private readonly Learner _learner;
    private readonly RunState _state;
    private readonly RunLog _log;
    private readonly BestWeights _best;
    private readonly RunValidation _validation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _spentBefore;
    private readonly RunSpeed _speed = new();
    private readonly ResidentPeak _memory = new();
    private Recipe _recipe;
    private MemoryGuard? _guard;
    private RunPosition _position;
    private RunPosition? _saved;
    private int _badInARow;

    /// <param name="ranks">The processes that train together; left out, this one alone. Only the first writes.</param>
    public TrainingRun(Recipe recipe, ITrainingProgress progress, IRanks? ranks = null)
    {
        (_recipe, _progress, _ranks) = (recipe, progress, ranks ?? new OneRank());
        var run = new RunDirectory(recipe.Directory);
        try
        {
            Products.Require(recipe.Training.Precision, _ranks.Place.DeviceOf(recipe.Training.Device));   // before hours of reading
            if (recipe.Training.FitMemoryMegabytes > 0 && RunState.ReadPosition(run)?.Fit is null)
                _memory.Of(() => { });   // refuses where it cannot
            _lock = _ranks.Place.IsFirst ? run.Lock() : null;
            var tokenizer = SameRun.OpenVocabulary(run, recipe, _ranks, progress.Say);
            _pairs = RunData.Open(recipe, tokenizer, run, _ranks, progress.Say);
            _learner = new Learner(recipe, tokenizer, _ranks, network => Initialize(network, run));
            _state = new RunState(run, _learner.State);
            _log = new RunLog(run.Log);
            _best = new BestWeights(run, recipe.Validation.KeepBest);
            _validation = new RunValidation(recipe, tokenizer);

            _position = _ranks.FirstSays(Restored);
            (_learner.LossScale, _learner.Applied) = (_position.LossScale, _position.Applied ?? _position.Step);
            _ranks.Share(_learner.State.Select(held => held.Tensor));
            _spentBefore = _position.Spent;
            progress.Say($"{_learner.Parameters:N0} parameters; " + (_position.Step > 0 ? $"resuming after step {_position.Step:N0}" : "starting") + Together());
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"Matrix peak: {_learner.MatrixPeak / 1e9:N0} GFLOP/s in {recipe.Training.Precision}"));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What became of it, as far as one knows.</summary>
    public RunEnd End { get; private set; } = RunEnd.Failed;

    internal Seq2SeqNetwork Network => _learner.Network;

    /// <summary>The run's directory is held until who watches has written the last of it.</summary>
    public void Dispose()
    {
        _learner?.Dispose();   // null where the constructor failed before it
        try
        {
            _progress.Ended(End);
        }
        finally
        {
            _lock?.Dispose();
        }
    }

    /// <summary>Trains until the recipe's limit, until no validation has been better for long, or until asked to stop; saves either way.</summary>
    public RunPosition Train(CancellationToken stop)
    {
        if (!HasFitted(stop))
        {
            End = RunEnd.Stopped;
            return _position;
        }

        CheckUnchanged(_pairs.Portions(_position.Epoch));
        if (_position.Step > 0 && _position.Validated != _position.Step && IsDue(_recipe.Validation.Every))
            Validate(stop);   // the last start was stopped before this validation ended
        using var reader = new BatchReader(_recipe, _pairs, _learner.Prepare, _position);
        var since = _clock.Elapsed;
        while (!IsDone(stop))
            TrainPortion(reader, stop);
        SayWaited(reader, _clock.Elapsed - since);
        if (!_validation.HasSets)
            SaySpeed();   // else the last validation does

        if (_position.Validated != _position.Step)
            Validate(stop);
        Save();
        if (_ranks.Place.IsFirst)
            _best.Prune(_position);   // of a validation whose process was killed before it did
        End = _ranks.Any(stop.IsCancellationRequested) ? RunEnd.Stopped : RunEnd.Done;
        return _position;
    }

    private void SaySpeed()
    {
        if (_speed.Line() is { } line)
            _progress.Say(line);
    }

    private void SayWaited(BatchReader reader, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
            _progress.Say(string.Create(CultureInfo.InvariantCulture, $"Waited for batches {reader.Waited / time:P2} of the time; they took {reader.Worked / time:P2} to make"));
    }

    private void TrainPortion(BatchReader reader, CancellationToken stop)
    {
        var cut = reader.NextPortion();
        var (portions, batches) = (cut.Portions, cut.Batches.Count);
        CheckUnchanged(portions, batches);
        SameRun.CheckData(cut.Pairs, batches, _ranks);
        _position = _position with { Portions = portions, Data = _pairs.Digest, Seed = _recipe.Seed };
        while (_position.Batch < batches && !IsDone(stop))
            Update(reader, batches, stop);

        if (_position.Batch < batches)
            return;

        var isLast = _position.Portion + 1 == portions;
        _position = _position with { Epoch = _position.Epoch + (isLast ? 1 : 0), Portion = isLast ? 0 : _position.Portion + 1, Batch = 0 };
    }

    /// <summary>Takes the batches that fit into the recipe's memory, where it names one; false where it was asked to stop meanwhile.</summary>
    private bool HasFitted(CancellationToken stop)
    {
        try
        {
            var fit = FittedBatch.Find(_recipe, _position.Fit, _ranks, PeakOf, _progress.Say, stop);
            _position = _position with { Fit = fit };
            if (fit is null)
                return true;

            _recipe = _recipe with { Training = _recipe.Training with { BatchTokens = fit.Tokens } };
            _guard = new MemoryGuard(held => LearningMemory.Of(fit.Megabytes, held, _ranks.Place).Bytes, () => Environment.WorkingSet, FreedMemory.Return);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        long PeakOf(int rows, int length) => _memory.Of(() => _learner.Rehearse(rows, length));
    }

    /// <summary>Where the last save stood, and a log that goes no further.</summary>
    private RunPosition Restored()
    {
        var position = _state.Restore() ?? new RunPosition();
        _log.Forget(position.Step, position.Validated);
        return position;
    }

    /// <summary>First weights from elsewhere, where the recipe names a model and the run has none of its own yet.</summary>
    private void Initialize(Seq2SeqNetwork network, RunDirectory run)
    {
        var from = _recipe.Model.InitializeFrom;
        if (from.Length == 0 || !_ranks.Place.IsFirst || RunState.ReadPosition(run) is not null)
            return;

        var (filled, all) = Initialization.Fill(network, new SavedModel(from).ReadWeights(run.Vocabulary));
        _progress.Say($"Took {filled} of {all} tensors from {from}");
    }

    private void Update(BatchReader reader, int batches, CancellationToken stop)
    {
        var since = _clock.Elapsed;
        using var batch = reader.NextBatch();
        var report = _learner.Update(_position.Step + 1, batch);
        _guard?.Look();
        _speed.Add(report, _clock.Elapsed - since);
        _position = _position with
        {
            Step = _position.Step + 1, Batch = _position.Batch + 1, Batches = batches, Tokens = _position.Tokens + report.Tokens, Spent = _spentBefore + _clock.Elapsed,
            PeakShare = _speed.PeakShare, LossScale = _learner.LossScale, Applied = _learner.Applied,
        };
        _progress.Updated(_position, report, batches);
        Watch(report);

        if (IsDue(_recipe.Validation.Every))
            Validate(stop);
        if (IsDue(_recipe.Training.SaveEvery))
            Save();
    }

    /// <summary>The order of an epoch follows from data, seed and budget; in the middle of one they cannot change.</summary>
    private void CheckUnchanged(int portions, int? batches = null)
    {
        if (_position is { Batch: 0, Portion: 0 })
            return;

        var isOther = _position.Portions != portions || (_position.Data.Length > 0 && _position.Data != _pairs.Digest);
        if (isOther || (_position.Seed ?? _recipe.Seed) != _recipe.Seed || (batches is not null && _position is { Batch: > 0, Batches: > 0 } && _position.Batches != batches))
        {
            throw new RecipeException(
                $"The run stopped in portion {_position.Portion + 1} of {_position.Portions} of an epoch, behind batch {_position.Batch} of {_position.Batches}; its data, filters, seed, data:bufferPairs, " +
                "training:batchTokens or training:fitMemoryMegabytes have changed since. Put them back, or choose another run directory.");
        }
    }

    private string Together() => _ranks.Place.Size > 1 ? $"; {_ranks.Place.Size} processes" : "";

    private bool IsDue(int every) => every > 0 && _position.Step % every == 0;

    /// <summary>A gradient that is not finite skips its update; too many in a row end the run on its last good weights.</summary>
    private void Watch(StepReport report)
    {
        if (report.IsRescaled)
            return;

        _badInARow = report.Applied ? 0 : _badInARow + 1;
        if (_badInARow < _recipe.Training.MaxBadSteps)
            return;

        throw new RecipeException(
            $"{_badInARow} updates in a row had a gradient that is not finite; stopped at step {_position.Step}. The last save is kept as it was. " +
            "Try a lower training:learningRate or training:clipNorm.");
    }

    private void Validate(CancellationToken stop)
    {
        if (_validation.HasSets)
            _position = _ranks.FirstSays(() => Validated(stop));
        FreedMemory.Return();   // what batches of ever other shapes left behind; an update after it is slower, and only one
    }

    private RunPosition Validated(CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return _position;

        try
        {
            var weights = _learner.BestWeights();
            var report = _validation.Run(_position.Step, _learner.Network, weights, stop);
            _position = _best.Consider(_position with { Validated = _position.Step }, report.Score, weights);
            _log.Write(new
            {
                step = report.Step, hours = _position.Spent.TotalHours, tokens = _position.Tokens, tokensPerSecond = _speed.TokensPerSecond, peakShare = _speed.PeakShare, validLoss = report.Loss, score = report.Score,
                directions = report.Directions.Select(d => new { d.Set.Name, bleu = d.Bleu.Value, chrf = d.Chrf.Value }),
            });
            Save();   // behind the log: a killed run forgets a line that it writes again, but misses one for ever
            _best.Prune(_position);
            _progress.Validated(report, _position, _recipe.Validation.Samples);
            SaySpeed();
        }
        catch (OperationCanceledException)
        {
            _progress.Say("Validation left out: stopping");
        }

        return _position;
    }

    /// <summary>Saves what has changed since the last save; a validation saves as well, and may fall on the same update.</summary>
    private void Save()
    {
        if (_saved == _position || !_ranks.Place.IsFirst)
            return;

        _state.Save(_position);
        _saved = _position;
        _progress.Say($"Saved at step {_position.Step:N0}");
    }

    /// <summary>Where one process is asked to stop, all do, and behind the same update.</summary>
    private bool IsDone(CancellationToken stop)
    {
        var limits = _recipe.Training;
        return _ranks.Any(stop.IsCancellationRequested || (limits.Hours > 0 && _clock.Elapsed.TotalHours >= limits.Hours))
            || (limits.Steps > 0 && _position.Step >= limits.Steps)
            || (limits.Epochs > 0 && _position.Epoch >= limits.Epochs)
            || (_recipe.Validation.Patience > 0 && _position.SinceBest >= _recipe.Validation.Patience);
    }
}
