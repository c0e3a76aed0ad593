using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// The sentences that one engine is decoding: each is answered and leaves as soon as it is finished, and others join. Whatever an engine
/// throws passes through; what was being decoded is then had back by <see cref="Drop"/>.
/// </summary>
internal sealed class RunningBatch(IEngine engine, TargetRules rules, SchedulerMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly BatchDecoder _decoder = new(engine);
    private readonly List<Running> _running = [];

    public bool IsIdle => _running.Count == 0;

    public BatchLoad Load { get; private set; }

    public int StepsSinceJoin { get; private set; }

    /// <summary>Encodes the sentences of <paramref name="jobs"/>; they take part from the next step on.</summary>
    public void Join(IReadOnlyList<Job> jobs)
    {
        var first = _running.Count;
        foreach (var job in jobs)
            Begin(job);

        Count();
        StepsSinceJoin = 0;
        var groups = _running.Skip(first).Select(running => running.Group).ToList();
        if (groups.Count == 0)
            return;

        _decoder.Join(groups);
        metrics.Encoded(groups);
    }

    /// <summary>Gives every row one more token; who is finished is answered and leaves, and so does whom nobody waits for.</summary>
    public void Step()
    {
        var rows = _decoder.Rows;
        var leaving = _decoder.Step();
        metrics.Stepped(rows);
        StepsSinceJoin++;
        foreach (var group in leaving)
            End(group);

        if (!leaving.IsEmpty)
            Count();
    }

    /// <summary>Forgets the engine's rows; returns the sentences that have not been answered, in the order in which they joined.</summary>
    public IReadOnlyList<Job> Drop()
    {
        List<Job> left = [.. _running.Select(running => running.Job).Where(job => !job.IsEnded)];
        _running.Clear();
        _decoder.Dispose();
        Count();
        return left;
    }

    public void Dispose() => _decoder.Dispose();

    private void Begin(Job job)
    {
        job.StartedAt = time.GetTimestamp();
        metrics.Started(time.GetElapsedTime(job.EnqueuedAt, job.StartedAt));
        try
        {
            _running.Add(new(job, DecodingGroup.Create(job.Source, rules, job.Options, job.Cancel)));
        }
        catch (TranslationException refused)   // its options are too much for this model; its neighbours have nothing to do with that
        {
            job.Fail(refused);
            metrics.Failed();
        }
    }

    private void End(DecodingGroup group)
    {
        var place = _running.FindIndex(running => running.Group == group);
        var job = _running[place].Job;
        if (group.IsFinished)
        {
            job.Complete(group.Results, time.GetTimestamp());
            metrics.Answered();
        }
        else
        {
            job.Abandon();
            metrics.Cancelled();
        }

        _running.RemoveAt(place);   // last: what throws above leaves the job to be tried again
    }

    private void Count()
    {
        Load = BatchLoad.Nothing;
        foreach (var running in _running)
            Load = Load.With(running.Job);
    }

    private readonly record struct Running(Job Job, DecodingGroup Group);
}
