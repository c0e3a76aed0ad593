#if !TORCH_PACKAGE
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp.Extras;

namespace Seq2SeqService.Training.Ranks;

/// <summary>
/// Gives signs of life through the store, and finds out who gives none any more. Its thread alone talks to the store, so that a store that
/// hangs holds up nobody else.
/// </summary>
internal sealed class RankWatch : IDisposable
{
    private const string Failure = "failure", Failures = "failures", Gone = "gone";

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);   // twelve beats: a busy machine may miss some
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly RankPlace _place;
    private readonly Store _store;
    private readonly string _prefix;
    private readonly TimeSpan _timeout;
    private readonly BlockingCollection<Action> _asked = [];
    private readonly Thread _thread;
    private volatile bool _isStoreLost;
    private volatile Reason? _reason;   // why another one has ended, heard while the store was there
    private bool _hasFailed;

    public RankWatch(RankPlace place, Store store, TimeSpan timeout)
    {
        (_place, _store, _timeout) = (place, store, timeout);
        _prefix = $"seq2seq/{place.Attempt}/";
        _thread = new Thread(Run) { IsBackground = true, Name = "signs of life" };
        _thread.Start();
    }

    /// <summary>Waits until every process has given a sign of life.</summary>
    public void AwaitAll()
    {
        var clock = Stopwatch.StartNew();
        foreach (var rank in Enumerable.Range(0, _place.Size))
        {
            while (Ask(store => store.Add(Alive(rank), 0)) == 0)
            {
                if (clock.Elapsed > _timeout)
                    throw new LostRankException($"{Named(rank)} has not come within {Seconds(_timeout)}.");
                Pause(LookAgain);
            }
        }
    }

    /// <summary>
    /// What <paramref name="work"/> gives, or the reason for which another process has ended meanwhile: libtorch would wait for that one until its time
    /// is over, and is left to wait on a thread that ends with this process.
    /// </summary>
    public T Await<T>(Func<T> work)
    {
        var done = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (Task.WaitAny([done], Beat) < 0)
        {
            if (_reason is { } reason)
                throw reason.ToException();
        }

        return done.GetAwaiter().GetResult();
    }

    public void Say(string key, string value) => Ask(store => { store.Set(_prefix + key, value); return true; });

    /// <summary>What the first process says under <paramref name="key"/>; waits for as long as it gives signs of life.</summary>
    public string Hear(string key)
    {
        var (signs, clock) = (0L, Stopwatch.StartNew());
        for (var look = 0; ; look++)
        {
            if (Ask(store => store.Find(_prefix + key)) is { } said)
                return said;
            if (look % 50 == 0)
                ThrowIfOver(ref signs, ref clock);
            Pause(LookAgain);
        }
    }

    /// <summary>Who is to blame for a failure of an operation with all the others.</summary>
    public LostRankException Explain(Exception error)
    {
        try
        {
            var before = Signs();
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < Silence && _reason is null; Pause(LookAgain))
            {
            }

            if (_reason is { } reason)
                return reason.ToException(error);
            var after = Signs();
            var silent = Enumerable.Range(0, _place.Size).Where(rank => before[rank] == after[rank]).ToList();
            return new LostRankException(
                silent.Count > 0
                    ? $"{string.Join(", ", silent.Select(Named))} was lost: no sign of life for {Seconds(Silence)}."
                    : $"The processes cannot reach one another, though each gives signs of life; GLOO_SOCKET_IFNAME names the network interface to use: {error.Message}",
                error);
        }
        catch (LostRankException lost)
        {
            return _reason is { } reason ? reason.ToException(error) : lost;
        }
    }

    /// <summary>Tells the others the reason; the first one told is what they hear.</summary>
    public void Fail(Exception error)
    {
        _hasFailed = true;
        var reason = error is LostRankException lost ? new Reason(lost.Message, lost.IsWithoutAWord) : new Reason($"{Named(_place.Rank)} ended: {error.Message}", false);
        try
        {
            Ask(store =>
            {
                if (store.Add(_prefix + Failures, 1) == 1)
                    store.Set(_prefix + Failure, JsonSerializer.Serialize(reason));
                return true;
            });
        }
        catch (LostRankException)
        {
            // The store went with the first process, and the others see that as well.
        }
    }

    /// <summary>Leaves; the first process, whose store it is, waits until the others have left, or after a failure have heard why.</summary>
    public void Dispose()
    {
        try
        {
            var left = Ask(store => store.Add(_prefix + Gone, 1));
            var most = _hasFailed ? Beat * 3 : Silence;
            for (var clock = Stopwatch.StartNew(); _place.IsFirst && left < _place.Size && clock.Elapsed < most; Pause(LookAgain))
                left = Ask(store => store.Add(_prefix + Gone, 0));
        }
        catch (LostRankException)
        {
            // Nobody is left to wait for.
        }

        _asked.CompleteAdding();
        if (_thread.Join(Silence))
            _asked.Dispose();
    }

    private void Run()
    {
        try
        {
            for (var next = Stopwatch.StartNew(); !_asked.IsCompleted;)
            {
                if (_asked.TryTake(out var action, Beat))
                    action();
                if (next.Elapsed < Beat)
                    continue;

                _store.Add(Alive(_place.Rank), 1);
                _reason ??= _store.Find(_prefix + Failure) is { } said ? JsonSerializer.Deserialize<Reason>(said) : null;
                next.Restart();
            }
        }
        catch (ExternalException)
        {
            _isStoreLost = true;
        }
    }

    /// <summary>Runs on the thread of the store; a store that does not answer in time is as good as lost.</summary>
    private T Ask<T>(Func<Store, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add(() =>
        {
            try
            {
                answer.SetResult(question(_store));
            }
            catch (ExternalException error)
            {
                _isStoreLost = true;
                answer.SetException(error);
            }
        });

        for (var clock = Stopwatch.StartNew(); clock.Elapsed < _timeout && !_isStoreLost;)
        {
            if (Task.WaitAny([answer.Task], Beat) == 0 && answer.Task.IsCompletedSuccessfully)
                return answer.Task.Result;
        }

        var server = _place.IsStoreServed ? "The launcher" : Named(0);
        throw new LostRankException($"{server} was lost: the store at {_place.Address}:{_place.Port} does not answer.");
    }

    private void ThrowIfOver(ref long signs, ref Stopwatch clock)
    {
        if (_reason is { } reason)
            throw reason.ToException();

        var now = Ask(store => store.Add(Alive(0), 0));
        if (now != signs)
            (signs, clock) = (now, Stopwatch.StartNew());
        else if (clock.Elapsed > _timeout)
            throw new LostRankException($"{Named(0)} was lost: no sign of life for {Seconds(_timeout)}.");
    }

    private long[] Signs() => Ask(store => Enumerable.Range(0, _place.Size).Select(rank => store.Add(Alive(rank), 0)).ToArray());

    private string Alive(int rank) => $"{_prefix}alive/{rank}";

    private string Named(int rank) => $"Rank {rank} of {_place.Size}";

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";

    private static void Pause(TimeSpan span) => Thread.Sleep(span);

    /// <summary>Why the run ends, as the processes tell one another.</summary>
    private sealed record Reason(string Said, bool IsWithoutAWord)
    {
        public LostRankException ToException(Exception? error = null) => new(Said, error) { IsWithoutAWord = IsWithoutAWord };
    }
}
#endif
