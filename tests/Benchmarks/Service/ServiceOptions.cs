using System.Globalization;
using Microsoft.Extensions.Configuration;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>What the command line asks of <see cref="ServiceBench"/>.</summary>
internal sealed class ServiceOptions(Arguments arguments)
{
    /// <summary>Output tokens of random weights, which end nowhere by themselves.</summary>
    private const double RandomTokensPerWord = 1.5;

    /// <summary>A service that runs already; else one is started.</summary>
    public Uri? Url { get; } = arguments.Text("url", "") is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>The store that a service of our own serves.</summary>
    public string Store { get; } = arguments.Text("model-store", "models");

    /// <summary>A shape of random weights to serve instead of the store's model; empty for none.</summary>
    public string Shape { get; } = arguments.Text("shape", "");

    /// <summary>Settings for a service of our own, <c>Inference:Threads=1;Inference:Precision=int8</c>.</summary>
    public IReadOnlyList<string> Settings { get; } = arguments.Text("settings", "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Services to set side by side: joining policies, or settings (<c>Inference:Threads=1,Inference:Threads=2</c>).</summary>
    public IReadOnlyList<string> Compare { get; } = arguments.Text("compare", "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    public TranslateSettings Translate { get; } = new(
        arguments.Text("source", "en"),
        arguments.Text("target", "de"),
        arguments.Text("model", "en-de"),
        arguments.Number("beam", 0) is > 0 and var beam ? beam : null,
        arguments.Text("shape", "").Length > 0 ? RandomTokensPerWord : null,
        arguments.Has("tell-deadline") ? (int)arguments.Fraction("deadline", 500) : null);

    public string? TextFile { get; } = arguments.Text("text", "") is { Length: > 0 } file ? file : null;

    public int Seed { get; } = arguments.Number("seed", 1);

    /// <summary>Sentences a second; 0 takes <see cref="Load"/> of the capacity.</summary>
    public double Rate { get; } = arguments.Fraction("rate", 0);

    /// <summary>Share of the capacity that is offered.</summary>
    public double Load { get; } = arguments.Fraction("load", 0.8);

    /// <summary>The one of <see cref="Compare"/> whose capacity is meant; the first where none is named.</summary>
    public string? LoadOf { get; } = arguments.Text("load-of", "") is { Length: > 0 } policy ? policy : null;

    public TimeSpan Duration { get; } = TimeSpan.FromSeconds(arguments.Fraction("duration", 30));

    /// <summary>Time for finding the capacity, and for warming up.</summary>
    public TimeSpan SaturationTime { get; } = TimeSpan.FromSeconds(arguments.Fraction("saturate", 10));

    /// <summary>Clients that ask at once while the capacity is found.</summary>
    public int Clients { get; } = arguments.Number("clients", 128);

    /// <summary>Milliseconds after which an answer is of no use.</summary>
    public double Deadline { get; } = arguments.Fraction("deadline", 500);

    /// <summary>How often everything is run, services taking turns.</summary>
    public int Rounds { get; } = arguments.Number("rounds", 1);

    /// <summary>One sentence at a time instead of a load.</summary>
    public bool Single { get; } = arguments.Has("single");

    /// <summary>The sentence for <see cref="Single"/>; empty looks for one of 10 tokens.</summary>
    public string Sentence { get; } = arguments.Text("sentence", "");

    /// <summary>Sets the capacity beside what the engine does without a service, in turns.</summary>
    public bool Offline { get; } = arguments.Has("offline");

    /// <summary>As the settings have it: the engine without a service is the service's.</summary>
    public InferenceOptions Engine => new()
    {
        Threads = int.Parse(Setting("Inference:Threads", "0"), CultureInfo.InvariantCulture),
        Precision = Setting("Inference:Precision", PrecisionChoice.Auto),
        Replicas = Replicas,
    };

    /// <summary>As the settings have it.</summary>
    public SchedulerOptions Scheduler => new ConfigurationBuilder()
        .AddInMemoryCollection(Settings.Select(setting => setting.Split('=', 2)).Select(setting => KeyValuePair.Create(setting[0], (string?)setting[^1])))
        .Build().GetSection(SchedulerOptions.Section).Get<SchedulerOptions>() ?? new();

    public int Replicas => int.Parse(Setting("Inference:Replicas", "1"), CultureInfo.InvariantCulture);

    /// <summary>The newest version of the model in the store.</summary>
    public Checkpoint Checkpoint() => Core.Checkpoints.Checkpoint.Open(
        Directory.GetDirectories(Path.Combine(Store, Translate.Model!)).Order(StringComparer.Ordinal).Last());

    private string Setting(string name, string otherwise) =>
        Settings.LastOrDefault(setting => setting.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..] ?? otherwise;
}
