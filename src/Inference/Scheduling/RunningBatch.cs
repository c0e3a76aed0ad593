using System.Runtime.InteropServices;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Tracing;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The sentences that one engine is decoding: each is answered and leaves as soon as it is finished, and others join. Whatever an engine
/// throws passes through; what was being decoded is then had back by <see cref="Drop"/>.
/// </summary>
internal sealed class RunningBatch(IEngine engine, TargetRules rules, SchedulerMetrics metrics, TimeProvider time, WorkRate rate) : IDisposable
{
    private readonly BatchDecoder _decoder = new(engine);
    private readonly List<Running> _running = [];
    private long _sinceStep;   // timestamp

    public bool IsIdle => _running.Count == 0;

    public BatchLoad Load { get; private set; }

    public int StepsSinceJoin { get; private set; }

    /// <summary>Encodes the sentences of <paramref name="jobs"/>; they take part from the next step on.</summary>
    public void Join(IReadOnlyList<Job> jobs)
    {
        var first = _running.Count;
        if (first == 0)
            _sinceStep = time.GetTimestamp();

        foreach (var job in jobs)
            Begin(job);

        Count();
        StepsSinceJoin = 0;
        var groups = _running.Skip(first).Select(running => running.Group).ToList();
        if (groups.Count == 0)
            return;

        _decoder.Join(groups);
        Encoded(first, groups);
    }

    /// <summary>Gives every row one more token; who is finished is answered and leaves, and so does whom nobody waits for.</summary>
    public void Step()
    {
        var rows = _decoder.Rows;
        var leaving = _decoder.Step();
        metrics.Stepped(rows);
        Measure(rows);
        StepsSinceJoin++;
        foreach (var group in leaving)
            End(group);

        if (!leaving.IsEmpty)
            Count();

        Tell();
    }

    /// <summary>Forgets the engine's rows; returns the sentences that have not been answered, in the order in which they joined.</summary>
    public IReadOnlyList<Job> Drop()
    {
        List<Job> left = [.. _running.Select(running => running.Job).Where(job => !job.IsEnded)];
        metrics.Running(-_running.Count);
        _running.Clear();
        _decoder.Dispose();
        Count();
        return left;
    }

    public void Dispose() => _decoder.Dispose();

    private void Encoded(int first, IReadOnlyList<DecodingGroup> groups)
    {
        var now = time.GetTimestamp();
        var joined = CollectionsMarshal.AsSpan(_running)[first..];
        foreach (var (job, _) in joined)
            job.EncodedAt = now;

        metrics.Encoded(groups, time.GetElapsedTime(joined[0].Job.StartedAt, now));
        if (SentenceSpans.IsWanted)
            SentenceSpans.Encoded([.. _running.Skip(first).Select(running => running.Job)], rules.Model, time);
    }

    private void Begin(Job job)
    {
        job.StartedAt = time.GetTimestamp();
        metrics.Started(time.GetElapsedTime(job.EnqueuedAt, job.StartedAt));
        try
        {
            _running.Add(new(job, DecodingGroup.Create(job.Source, rules, job.Options, job.Cancel)));
            metrics.Running(1);
        }
        catch (TranslationException refused)   // its options are too much for this model; its neighbours have nothing to do with that
        {
            job.Fail(refused);
            metrics.Failed();
        }
    }

    /// <summary>From step to step, so that what is encoded between two is a part of what a step takes.</summary>
    private void Measure(int rows)
    {
        var now = time.GetTimestamp();
        rate.Stepped(rows, time.GetElapsedTime(_sinceStep, now));
        _sinceStep = now;
    }

    private void End(DecodingGroup group)
    {
        var place = _running.FindIndex(running => running.Group == group);
        var job = _running[place].Job;
        rate.Ended(job.Tokens);
        rate.Margin.Saw(job.Predicted, time.GetElapsedTime(job.EnqueuedAt), group.IsFinished);
        if (group.IsFinished)
        {
            var (results, now) = (group.Results, time.GetTimestamp());
            SentenceSpans.Decoded(job, "answered", time);   // before the answer, which ends the request's own span
            job.Complete(results, now);
            metrics.Answered(results is [var best, ..] ? best.Tokens.Count : 0, time.GetElapsedTime(job.EncodedAt, now));
        }
        else
        {
            SentenceSpans.Decoded(job, "cancelled", time);
            job.Abandon();
            metrics.Cancelled();
        }

        _running.RemoveAt(place);   // last: what throws above leaves the job to be tried again
        metrics.Running(-1);
    }

    /// <summary>For those who read along.</summary>
    private void Tell()
    {
        foreach (var (job, group) in _running)
        {
            if (job.Stable is { } stable)
                group.Tell(stable);
        }
    }

    private void Count()
    {
        Load = BatchLoad.Nothing;
        foreach (var running in _running)
            Load = Load.With(running.Job);
    }

    private readonly record struct Running(Job Job, DecodingGroup Group);
}
