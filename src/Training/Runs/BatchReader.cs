using System.Diagnostics;
using System.Threading.Channels;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Runs;

/// <summary>
/// Reads, cuts, pads and makes the tensors of a run's next batches on a thread of its own while the run learns from those before. Which they are follows
/// from the recipe and the position alone, so nothing depends on how far ahead it is. What fails there is thrown where the batch would have been taken.
/// </summary>
internal sealed class BatchReader : IDisposable
{
    private const int Ahead = 4;

    private readonly Channel<ReadAhead> _ready = Channel.CreateBounded<ReadAhead>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Recipe _recipe;
    private readonly IPairSource _pairs;
    private readonly Func<IReadOnlyList<EncodedPair>, int, Batch> _prepare;
    private readonly Task _reading;
    private long _workedTicks;

    /// <param name="prepare">The tensors of an update, counted from 1.</param>
    /// <param name="from">Where the run stands.</param>
    public BatchReader(Recipe recipe, IPairSource pairs, Func<IReadOnlyList<EncodedPair>, int, Batch> prepare, RunPosition from)
    {
        (_recipe, _pairs, _prepare) = (recipe, pairs, prepare);
        _reading = Task.Run(() => ReadAsync(from));
    }

    /// <summary>How long the run has waited for batches.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>How long batches have been in the making: what the run would have waited without a thread for them.</summary>
    public TimeSpan Worked => new(Interlocked.Read(ref _workedTicks));

    /// <summary>The portion that the run stands in, or the one that follows when all batches of that are taken.</summary>
    public CutPortion NextPortion() => Next().Portion ?? throw new InvalidOperationException("The portion under way has batches that were not taken.");

    /// <summary>The next batch of the portion; it belongs to the caller.</summary>
    public Batch NextBatch() => Next().Batch ?? throw new InvalidOperationException("The portion has no further batch.");

    public void Dispose()
    {
        _stop.Cancel();
        _reading.GetAwaiter().GetResult();
        while (_ready.Reader.TryRead(out var left))
            left.Batch?.Dispose();
        _stop.Dispose();
    }

    private ReadAhead Next()
    {
        var since = Stopwatch.GetTimestamp();
        ReadAhead next;
        while (!_ready.Reader.TryRead(out next))
        {
            if (!_ready.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                throw new InvalidOperationException("The run is at its end.");
        }

        Waited += Stopwatch.GetElapsedTime(since);
        return next;
    }

    private async Task ReadAsync(RunPosition from)
    {
        try
        {
            var (step, limits) = (from.Step, _recipe.Training);
            for (var (epoch, portion, batch) = (from.Epoch, from.Portion, from.Batch); limits.Epochs == 0 || epoch < limits.Epochs; batch = 0)
            {
                var cut = Work(() => CutPortion.Of(_pairs, limits.BatchTokens, _recipe.Seed, epoch, portion));
                await _ready.Writer.WriteAsync(new ReadAhead(cut, null), _stop.Token);
                for (; batch < cut.Batches.Count; batch++)
                {
                    if (limits.Steps > 0 && step >= limits.Steps)
                        return;

                    var chosen = cut.Batches[batch];
                    step++;
                    await PassAsync(Work(() => Prepare([.. chosen.Select(row => cut.Pairs[row])], step)));
                }

                (epoch, portion) = portion + 1 < cut.Portions ? (epoch, portion + 1) : (epoch + 1, 0);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _ready.Writer.Complete(error);   // thrown to the run when it has taken what was read before
        }
        finally
        {
            _ready.Writer.TryComplete();
        }
    }

    private async Task PassAsync(Batch batch)
    {
        try
        {
            await _ready.Writer.WriteAsync(new ReadAhead(null, batch), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            batch.Dispose();
            throw;
        }
    }

    private T Work<T>(Func<T> make)
    {
        var since = Stopwatch.GetTimestamp();
        var made = make();
        Interlocked.Add(ref _workedTicks, Stopwatch.GetElapsedTime(since).Ticks);
        return made;
    }

    private Batch Prepare(IReadOnlyList<EncodedPair> pairs, int step)
    {
        using var scope = NewDisposeScope();
        return _prepare(pairs, step).DetachFromDisposeScope();
    }

    /// <summary>A portion that begins, or a batch of it.</summary>
    private readonly record struct ReadAhead(CutPortion? Portion, Batch? Batch);
}
