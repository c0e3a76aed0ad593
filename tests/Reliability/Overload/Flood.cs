using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Seq2SeqService.Reliability.Overload;

/// <summary>Sentences that are sent when they are due, however many are still to be answered, or as fast as so many clients get answers.</summary>
/// <param name="service">Where to.</param>
/// <param name="deadline">That every request tells.</param>
internal sealed class Flood(Uri service, TimeSpan deadline) : IDisposable
{
    private const int Callers = 16;
    private const int SampleEvery = 50;   // answers that are compared afterwards

    private readonly ConcurrentStack<LeanConnection> _idle = new();
    private readonly Random _random = new(1);
    private int _sentence;
    private int _connections;

    /// <summary>Sent with a steady mean rate, at random times.</summary>
    public async Task<FloodReport> SendAsync(double perSecond, TimeSpan time)
    {
        var arrivals = Arrivals(perSecond, time);
        var exchanges = new Task<Exchange>[arrivals.Count];
        await Task.Factory.StartNew(() => Pace(arrivals, exchanges), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return new(await Task.WhenAll(exchanges), time, deadline);
    }

    /// <summary>Each client sends again when it has its answer.</summary>
    public async Task<FloodReport> SaturateAsync(int clients, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var exchanges = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            List<Exchange> own = [];
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                var sentence = Interlocked.Increment(ref _sentence);
                own.Add(await AskAsync(sentence, RequestOf(sentence, isTold: false), Stopwatch.GetTimestamp()));
            }

            return own;
        }));
        return new([.. exchanges.SelectMany(own => own)], Stopwatch.GetElapsedTime(start), deadline);
    }

    /// <summary>How many of the sampled answers an idle service gives otherwise.</summary>
    public async Task<int> WrongAsync(FloodReport report)
    {
        var wrong = 0;
        foreach (var (sentence, translation) in report.Samples)
        {
            var again = await ExchangeAsync(sentence, RequestOf(sentence, isTold: false), Stopwatch.GetTimestamp(), isSampled: true);
            wrong += again.Translation == translation && translation is not null ? 0 : 1;
        }

        return wrong;
    }

    public void Dispose()
    {
        foreach (var connection in _idle)
            connection.Dispose();
    }

    /// <summary>All requests, made before the first is due.</summary>
    private List<(int Sentence, byte[] Request, TimeSpan Due)> Arrivals(double perSecond, TimeSpan time)
    {
        List<(int, byte[], TimeSpan)> arrivals = [];
        for (var due = TimeSpan.Zero; due < time; due += TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond))
        {
            var sentence = Interlocked.Increment(ref _sentence);
            arrivals.Add((sentence, RequestOf(sentence, isTold: true), due));
        }

        return arrivals;
    }

    /// <summary>On a thread of its own, which sleeps for a millisecond at a time.</summary>
    private void Pace(List<(int Sentence, byte[] Request, TimeSpan Due)> arrivals, Task<Exchange>[] exchanges)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < arrivals.Count; i++)
        {
            var (sentence, request, due) = arrivals[i];
            while (Stopwatch.GetElapsedTime(start) < due)
                Thread.Sleep(1);

            exchanges[i] = AskAsync(sentence, request, start + (long)(due.TotalSeconds * Stopwatch.Frequency));
        }
    }

    private byte[] RequestOf(int sentence, bool isTold) => LeanConnection.Request(DistinctSentences.Json(sentence), isTold ? (int)deadline.TotalMilliseconds : null);

    private Task<Exchange> AskAsync(int sentence, byte[] request, long due) => ExchangeAsync(sentence, request, due, sentence % SampleEvery == 0);

    private async Task<Exchange> ExchangeAsync(int sentence, byte[] request, long due, bool isSampled)
    {
        try
        {
            if (!_idle.TryPop(out var connection))
                connection = await LeanConnection.OpenAsync(service, Interlocked.Increment(ref _connections) % Callers);

            var sent = Stopwatch.GetTimestamp();
            var answer = await connection.AskAsync(request, CancellationToken.None);
            var (took, fromSending) = (Stopwatch.GetElapsedTime(due), Stopwatch.GetElapsedTime(sent));
            var translation = isSampled && answer.Status == 200 ? answer.Translation : null;
            _idle.Push(connection);
            return new(answer.Status, took, fromSending, sentence, isSampled, translation);
        }
        catch (SocketException)
        {
            return new(0, Stopwatch.GetElapsedTime(due), TimeSpan.Zero, sentence, isSampled, Translation: null);
        }
    }
}
