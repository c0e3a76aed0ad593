using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Models;

/// <summary>Brings one published version to the point where it can serve: verify, load, warm up. Any fault is an exception that says so.</summary>
internal sealed class ModelLoader(
    IEnumerable<IEngineFactory> engines, IOptions<InferenceOptions> options, IOptions<SchedulerOptions> scheduler, TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly IEngineFactory _engines = engines.First(factory => factory.Name == options.Value.Engine);

    public LoadedModel Load(string directory)
    {
        var checkpoint = Checkpoint.Open(directory);
        IReadOnlyList<IEngine> replicas = [_engines.Create(checkpoint, options.Value)];
        try
        {
            var readability = new Readability(checkpoint.Tokenizer);
            var standIns = WarmUp.Run(checkpoint, readability, replicas[0]);
            replicas = Replicas.Of(replicas[0], options.Value.Replicas);
            return Serve(checkpoint, replicas, readability, standIns);
        }
        catch
        {
            foreach (var engine in replicas)
                engine.Dispose();

            throw;
        }
    }

    private LoadedModel Serve(
        Checkpoint checkpoint, IReadOnlyList<IEngine> replicas, Readability readability, IReadOnlyDictionary<string, IReadOnlyList<string>> standIns)
    {
        var engine = replicas[0];
        var rules = TargetRules.Of(checkpoint.Name, checkpoint.Config, checkpoint.Generation, engine);
        var queue = new JobQueue(scheduler.Value, new BatchBudget(scheduler.Value, engine.PadsSources), new SchedulerMetrics(rules.Model), time);
        var loops = replicas.Select(replica => new DecodeLoop(queue, replica, rules, time, loggers.CreateLogger<DecodeLoop>())).ToList();
        var model = new LoadedModel(queue, loops)
        {
            Id = new(checkpoint.Name, checkpoint.Version),
            Tokenizer = checkpoint.Tokenizer,
            Directions = checkpoint.Directions,
            Decoding = DecodingOptions.Of(checkpoint.Generation),
            Rules = rules,
            Readability = readability,
            StandIns = standIns,
            MaxSourceTokens = Math.Min(engine.MaxPositions, options.Value.MaxSentenceTokens ?? int.MaxValue),
            Engine = engine.Name,
            IsBatchInvariant = engine.IsBatchInvariant,
            Architecture = checkpoint.Config.ModelType,
            LoadedAt = time.GetUtcNow(),
        };

        loops.ForEach(loop => loop.Start());
        return model;
    }
}
