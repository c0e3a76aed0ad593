using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Models;

/// <summary>Brings one published version to the point where it can serve: verify, load, warm up, judge. Any fault is an exception that says so.</summary>
internal sealed class ModelLoader(
    EngineMaker engines, GateMeasurement gate, MemoryBudget budget, IOptions<SchedulerOptions> scheduler, TimeProvider time, ILoggerFactory loggers)
{
    /// <param name="serving">The version in service that the gate compares with, or null.</param>
    /// <param name="skipGate">An operator takes it whatever its sentinels say.</param>
    public LoadedModel Load(string directory, LoadedModel? serving, bool skipGate = false)
    {
        var checkpoint = Checkpoint.Open(directory);
        var reserved = budget.Reserve(VersionMemory.Of(checkpoint, engines.Options));
        try
        {
            var model = Load(checkpoint, reserved, serving, skipGate);
            reserved.Settle();
            return model;
        }
        catch
        {
            reserved.Dispose();
            throw;
        }
    }

    private LoadedModel Load(Checkpoint checkpoint, IDisposable memory, LoadedModel? serving, bool skipGate)
    {
        IReadOnlyList<IEngine> replicas = [engines.Make(checkpoint)];
        try
        {
            var readability = new Readability(checkpoint.Tokenizer);
            var standIns = WarmUp.Run(checkpoint, readability, replicas[0]);
            var report = skipGate ? new([], IsFinite: true) { Note = "An operator let it pass unseen." } : gate.Check(checkpoint, replicas[0], serving);
            replicas = Replicas.Of(replicas[0], engines.Options.Replicas);
            return Serve(checkpoint, memory, replicas, (readability, standIns), report);
        }
        catch
        {
            foreach (var engine in replicas)
                engine.Dispose();

            throw;
        }
    }

    private LoadedModel Serve(
        Checkpoint checkpoint, IDisposable memory, IReadOnlyList<IEngine> replicas,
        (Readability Readability, IReadOnlyDictionary<string, IReadOnlyList<string>> StandIns) words, GateReport report)
    {
        var engine = replicas[0];
        var rules = TargetRules.Of(checkpoint.Name, checkpoint.Config, checkpoint.Generation, engine);
        var queue = new JobQueue(scheduler.Value, new BatchBudget(scheduler.Value, engine.PadsSources, engine.EnoughRows), new SchedulerMetrics(rules.Model), time) { Rate = new(replicas.Count) };
        var loops = replicas.Select(replica => new DecodeLoop(
            queue, new RenewableEngine(replica, () => engines.Make(checkpoint), time), rules, time, loggers.CreateLogger<DecodeLoop>())).ToList();
        var maxSourceTokens = Math.Min(engine.MaxPositions, engines.Options.MaxSentenceTokens ?? int.MaxValue);
        var model = new LoadedModel(queue, loops, memory)
        {
            Id = new(checkpoint.Name, checkpoint.Version),
            Tokenizer = checkpoint.Tokenizer,
            Directions = checkpoint.Directions,
            Decoding = DecodingOptions.Of(checkpoint.Generation),
            Rules = rules,
            Readability = words.Readability,
            StandIns = words.StandIns,
            MaxSourceTokens = maxSourceTokens,
            Sizes = new(maxSourceTokens),
            Engine = engine.Name,
            IsBatchInvariant = engine.IsBatchInvariant,
            Architecture = checkpoint.Config.ModelType,
            LoadedAt = time.GetUtcNow(),
            Gate = report,
            Cache = engine.IsBatchInvariant && engines.Options.Cache.MaxMegabytes is > 0 and var megabytes ? new(megabytes * 1024L * 1024, rules.Model) : null,
        };

        loops.ForEach(loop => loop.Start());
        return model;
    }
}
