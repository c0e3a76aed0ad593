using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Seq2SeqService.Inference.Buckets;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Models;

/// <summary>Puts a model store together as <see cref="InferenceServices"/> does.</summary>
internal static class TestStores
{
    public static (ModelStore Store, VersionLoader Loader) Over(
        IEngineFactory engines, IOptions<InferenceOptions> options, SchedulerOptions? scheduler = null, TimeProvider? time = null, Serving.LogLines? log = null)
    {
        time ??= TimeProvider.System;
        log ??= new();
        var gate = new GateMeasurement(Options.Create(options.Value.Gate), options, time);
        var models = new ModelLoader(
            new EngineMaker([engines], options), gate, new MemoryBudget(options), Options.Create(scheduler ?? new()), time, NullLoggerFactory.Instance);
        var loader = new VersionLoader(models, options, Options.Create(options.Value.Canary), time, log);
        return (new ModelStore(loader, new FirstLook(Options.Create(options.Value.Bucket)), options, time, log), loader);
    }
}
