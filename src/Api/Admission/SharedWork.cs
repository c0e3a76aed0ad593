namespace Seq2SeqService.Api.Admission;

/// <summary>
/// Work that is asked for again while it is under way is done once: clients send a request anew when they lose patience. Whoever asked goes
/// away by itself; the work is given up when nobody is left.
/// </summary>
internal sealed class SharedWork<TResult>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>Pieces of work under way.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _flights.Count;
        }
    }

    /// <summary>Who wait for it, all together.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _flights.Values.Sum(flight => flight.Waiting);
        }
    }

    /// <summary>Whether somebody does the work of this key.</summary>
    public bool Has(string key)
    {
        lock (_gate)
            return _flights.ContainsKey(key);
    }

    /// <param name="key">Equal for equal work.</param>
    /// <param name="work">Done where nobody does it yet; its token is cancelled when nobody waits any more.</param>
    /// <param name="cancel">This one no longer waits.</param>
    public async Task<TResult> DoAsync(string key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancel)
    {
        var (flight, isFirst) = Join(key);
        if (isFirst)
            _ = RunAsync(key, flight, work);

        try
        {
            return await flight.Result.Task.WaitAsync(cancel);
        }
        finally
        {
            if (Leave(key, flight))
                await flight.Abandoned.CancelAsync();
        }
    }

    private (Flight Flight, bool IsFirst) Join(string key)
    {
        lock (_gate)
        {
            var isFirst = !_flights.TryGetValue(key, out var flight);
            if (flight is null)
                _flights[key] = flight = new();

            flight.Waiting++;
            return (flight, isFirst);
        }
    }

    private async Task RunAsync(string key, Flight flight, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            var result = await work(flight.Abandoned.Token);
            End(key, flight);
            flight.Result.TrySetResult(result);
        }
        catch (Exception error)   // it is theirs who wait
        {
            End(key, flight);
            flight.Result.TrySetException(error);
            _ = flight.Result.Task.Exception;   // looked at: all may have left
        }
    }

    /// <summary>Before it is told how it ended: who has heard that and asks again begins anew.</summary>
    private void End(string key, Flight flight)
    {
        lock (_gate)
            Remove(key, flight);
    }

    /// <summary>Whether nobody is left who waits for it.</summary>
    private bool Leave(string key, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiting > 0 || flight.Result.Task.IsCompleted)
                return false;

            Remove(key, flight);   // who comes now begins anew
            return true;
        }
    }

    private void Remove(string key, Flight flight)
    {
        if (_flights.TryGetValue(key, out var current) && current == flight)
            _flights.Remove(key);
    }

    private sealed class Flight
    {
        public int Waiting { get; set; }

        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Abandoned { get; } = new();
    }
}
