using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Tests.Decoding;

namespace Seq2SeqService.Inference.Tests.Scheduling;

/// <summary>Line, policies and batch on a clock that only the engine's work moves, with callers that come when they like and go when their deadline has passed.</summary>
internal sealed class SimulatedService : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly LengthEngine _engine;
    private readonly RunningBatch _running;
    private readonly JobQueue _queue;
    private readonly List<SimulatedText> _open = [];

    public SimulatedService(SchedulerOptions options, Func<TimeSpan, double>? slowness = null)
    {
        _engine = new(_time) { Slowness = slowness ?? (_ => 1) };
        _queue = new(options, new BatchBudget(options, padsSources: false), new SchedulerMetrics("simulated"), _time);
        var rules = TargetRules.Of("simulated", Searching.Config(), new GenerationConfig(), _engine);
        _running = new(_engine, rules, new SchedulerMetrics("simulated"), _time, _queue.Rate);
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Until all texts are answered, refused or given up.</summary>
    public void Run(IEnumerable<SimulatedText> texts)
    {
        var coming = new Queue<SimulatedText>(texts.OrderBy(text => text.At));
        while (coming.Count > 0 || _queue.Count > 0 || !_running.IsIdle)
        {
            if (_running.IsIdle && _queue.Count == 0 && coming.Peek().At is var next && next > Now)
                _time.Advance(next - Now);
            while (coming.TryPeek(out var arrival) && arrival.At <= Now)
                Arrive(coming.Dequeue());

            Leave();
            var joining = _queue.TakeJoining(_running.Load, _running.StepsSinceJoin);   // never waits, even where all have just left
            if (joining.Count > 0)
                _running.Join(joining);
            if (!_running.IsIdle)
                _running.Step();
        }
    }

    public void Dispose()
    {
        _running.Dispose();
        _engine.Dispose();
    }

    private void Arrive(SimulatedText text)
    {
        try
        {
            _queue.Enqueue(text.Jobs, new(text.Caller, text.Priority, text.Deadline is { } deadline ? (text.At + deadline).Ticks : null));
            text.IsAccepted = true;
            _open.Add(text);
        }
        catch (TranslationException refused)
        {
            text.Refusal = refused;
        }
    }

    private void Leave()
    {
        foreach (var text in _open.Where(text => text.At + text.Deadline < Now))
            text.GiveUp();

        _open.RemoveAll(text => text.Jobs.All(job => job.IsEnded));
    }
}

/// <summary>A text of one caller that arrives at a time.</summary>
internal sealed class SimulatedText(string caller, TimeSpan at, IReadOnlyList<(int Length, int Beam)> sentences)
{
    public string Caller => caller;

    public TimeSpan At => at;

    public TimeSpan? Deadline { get; init; }

    public Priority Priority { get; init; }

    public IReadOnlyList<Job> Jobs => field ??= [.. sentences.Select(Job)];

    public bool IsAccepted { get; set; }

    public TranslationException? Refusal { get; set; }

    public bool IsAnswered => Jobs.All(job => job.Result.IsCompletedSuccessfully);

    public TimeSpan AnsweredAt => new(Jobs.Max(job => job.Result.Result.EndedAt));

    public TimeSpan Latency => AnsweredAt - at;

    public bool IsInTime => IsAnswered && (Deadline is not { } deadline || Latency <= deadline);

    public void GiveUp() => GivenUp.Cancel();

    private CancellationTokenSource GivenUp { get; } = new();

    /// <summary>Says about as much as it was given.</summary>
    private Job Job((int Length, int Beam) sentence) =>
        new([.. Enumerable.Repeat(sentence.Length, 1), .. Enumerable.Repeat(1, sentence.Length - 1)], new() { BeamSize = sentence.Beam }, GivenUp.Token);
}
