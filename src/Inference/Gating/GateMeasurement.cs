using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Gating;

/// <summary>
/// Lets a loaded version and the one in service decode the new version's sentinels, and puts the result before <see cref="ReloadGate"/>.
/// The version in service decodes on a replica of its engine, so that both times are taken alike; an engine that has none answers through its
/// queue, and times are not compared.
/// </summary>
internal sealed class GateMeasurement(IOptions<GateOptions> options, IOptions<InferenceOptions> inference, TimeProvider time)
{
    private const int MostRounds = 3;

    /// <summary>Few enough that the line of the version in service has room for them.</summary>
    private const int SentinelsAtOnce = 16;

    private readonly ReloadGate _gate = new(options.Value);

    /// <summary>What was measured; a version that must not serve is a <see cref="VersionRefusedException"/> with the reason.</summary>
    /// <param name="serving">The version in service, or null; somebody holds it for as long as this takes.</param>
    public GateReport Check(Checkpoint checkpoint, IEngine engine, LoadedModel? serving)
    {
        if (!options.Value.Enabled)
            return new([], IsFinite: true) { Note = $"{GateOptions.Section}:Enabled is false." };

        var sentinels = checkpoint.ReadSentinels();
        if (sentinels.Count == 0)
            return new([], IsFinite: true) { Note = $"The version has no {CheckpointFiles.Sentinels}, so that nothing could be compared." };

        var run = new SentinelRun(
            new SentenceTranslator(checkpoint.Name, engine, checkpoint.Config, checkpoint.Generation),
            checkpoint.Tokenizer, DecodingOptions.Of(checkpoint.Generation), time);
        var report = Measure(sentinels, run, serving);
        return _gate.Judge(report) is { } reason ? throw new VersionRefusedException(reason) : report;
    }

    private GateReport Measure(IReadOnlyList<Sentinel> sentinels, SentinelRun run, LoadedModel? serving)
    {
        var result = run.Of(sentinels, CancellationToken.None);
        var shared = serving is null ? [] : sentinels.Where(sentinel => Takes(serving, sentinel)).ToList();
        if (serving is null || shared.Count == 0)
            return Report(sentinels, result, []) with { TimePerSentence = result.Elapsed / sentinels.Count, Note = "No version in service to compare with." };

        using var replica = serving.Replicate();
        if (replica is null)
            return Report(sentinels, result, ThroughQueue(serving, shared)) with { Note = "The engine has no replicas, so that times were not compared." };

        var other = new SentinelRun(new SentenceTranslator(replica, serving.Rules), serving.Tokenizer, serving.Decoding, time);
        var beside = other.Of(shared, CancellationToken.None);
        var report = Report(sentinels, result, beside.Sentinels);
        return shared.Count < sentinels.Count
            ? report with { Note = "The version in service cannot translate all of the sentinels, so that times were not compared." }
            : Timed(report, (run, result.Elapsed), (other, beside.Elapsed), sentinels);
    }

    /// <summary>The best of a few rounds, as the first may have been disturbed; mostly one is enough.</summary>
    private GateReport Timed(GateReport report, (SentinelRun Run, TimeSpan Time) ours, (SentinelRun Run, TimeSpan Time) serving, IReadOnlyList<Sentinel> sentinels)
    {
        for (var round = 1; round < MostRounds && _gate.IsTooSlow(ours.Time / sentinels.Count, serving.Time / sentinels.Count); round++)
        {
            ours.Time = Shorter(ours.Time, ours.Run.Of(sentinels, CancellationToken.None).Elapsed);
            serving.Time = Shorter(serving.Time, serving.Run.Of(sentinels, CancellationToken.None).Elapsed);
        }

        return report with { TimePerSentence = ours.Time / sentinels.Count, ServingTimePerSentence = serving.Time / sentinels.Count };
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static bool Takes(LoadedModel serving, Sentinel sentinel) =>
        Knows(serving, sentinel.Direction) && serving.Tokenizer.EncodeSource(sentinel.Source, sentinel.TargetLanguage).Length <= serving.MaxSourceTokens;

    private static bool Knows(LoadedModel serving, LanguagePair? direction) =>
        direction is null ? serving.Directions.Count == 0 : serving.Directions.Contains(direction);

    private List<Sentinel> ThroughQueue(LoadedModel serving, IReadOnlyList<Sentinel> sentinels)
    {
        using var patience = new CancellationTokenSource(inference.Value.RequestTimeout, time);
        var jobs = sentinels.Select(sentinel => new Job(
            serving.Tokenizer.EncodeSource(sentinel.Source, sentinel.TargetLanguage), serving.Decoding, patience.Token)).ToList();
        try
        {
            var decoded = jobs.Chunk(SentinelsAtOnce).SelectMany(some => ThroughQueue(serving, some, patience.Token)).ToList();
            return [.. sentinels.Zip(decoded, (sentinel, found) => SentinelRun.Scored(sentinel, serving.Tokenizer, found.Hypotheses))];
        }
        catch (Exception error) when (error is TranslationException or OperationCanceledException)
        {
            throw new VersionRefusedException("The version in service is too busy to be compared with; tried again at the next look.", mayPass: true);
        }
    }

    /// <summary>With the bulk work, so that nobody waits for a gate.</summary>
    private static DecodedSentence[] ThroughQueue(LoadedModel serving, Job[] jobs, CancellationToken cancel)
    {
        serving.Queue.Enqueue(jobs, Ticket.Anyone with { Priority = Priority.Bulk });
        return Task.WhenAll(jobs.Select(job => job.Result)).WaitAsync(cancel).GetAwaiter().GetResult();
    }

    private static GateReport Report(IReadOnlyList<Sentinel> promised, SentinelResult result, IReadOnlyList<Sentinel> serving) => new(
        [.. result.Sentinels.Zip(promised, (now, then) => (Now: now, Then: then)).GroupBy(pair => pair.Now.Direction).Select(group => new DirectionReport(
            group.Key?.ToString() ?? "",
            group.Count(),
            group.Average(pair => pair.Now.Chrf),
            group.Average(pair => pair.Then.Chrf),
            Mean(serving.Where(sentinel => sentinel.Direction == group.Key)),
            (double)group.Sum(pair => pair.Now.Output.Length) / group.Sum(pair => pair.Now.Reference.Length)))],
        result.IsFinite);

    private static double? Mean(IEnumerable<Sentinel> sentinels) => sentinels.Select(sentinel => (double?)sentinel.Chrf).Average();
}
