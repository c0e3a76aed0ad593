using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// What the engine does with the same sentences when it has them all at once: sorted by length, in batches of the best size, without HTTP.
/// With replicas each translates its part on a thread of its own, as in the service.
/// </summary>
internal sealed class OfflinePass : IDisposable
{
    private static readonly int[] BatchTokens = [128, 256, 512, 1024, 2048, 4096];

    private readonly Checkpoint _checkpoint;
    private readonly ServiceOptions _service;
    private readonly DecodingOptions _options;
    private readonly IReadOnlyList<IReadOnlyList<int[]>> _parts;
    private readonly List<IEngine> _engines;

    public OfflinePass(Checkpoint checkpoint, ServiceOptions options, IReadOnlyList<string> sentences)
    {
        var engine = new CpuEngineFactory().Create(checkpoint, options.Engine);
        (_checkpoint, _service) = (checkpoint, options);
        _engines = [engine, .. Enumerable.Range(1, options.Replicas - 1).Select(_ => engine.Replicate()!)];
        _options = DecodingOptions.Of(checkpoint.Generation);
        _options = _options with { BeamSize = options.Translate.Beam ?? _options.BeamSize };

        var sources = sentences.SelectMany(Segments).Select(segment => Encode(segment.Text)).ToList();
        _parts = [.. _engines.Select((_, part) => sources.Where((_, i) => i % _engines.Count == part).ToList())];

        // Cut as the service cuts them.
        IEnumerable<TextSegment> Segments(string text) =>
            TextSegments.Split(text, part => Encode(part).Length, engine.MaxPositions).Where(segment => segment.IsTranslatable);

        int[] Encode(string text) => checkpoint.Tokenizer.EncodeSource(text, options.Translate.Target);
    }

    /// <summary>Padded source tokens × beam of the batches with which it is fastest.</summary>
    public int BestBatchTokens { get; private set; } = BatchTokens[0];

    /// <summary>Tries all sizes of batches, and prints a row for each.</summary>
    public void FindBest()
    {
        Console.WriteLine("\n| offline, source tokens × beam of a batch | tokens/s | tokens per processor second |\n|---:|---:|---:|");
        var best = 0.0;
        Measure(BatchTokens[0], part: 0.5);   // warms up
        foreach (var batchTokens in BatchTokens)
        {
            var measured = Measure(batchTokens, part: 0.5);
            Console.WriteLine($"| {batchTokens} | {measured.PerSecond:N0} | {measured.PerProcessorSecond:N0} |");
            if (measured.PerProcessorSecond > best)
                (best, BestBatchTokens) = (measured.PerProcessorSecond, batchTokens);
        }
    }

    /// <summary>The same sentences through another engine over the same weights, as the service's scheduler gives them to it.</summary>
    public ScheduledPass Scheduled() => new(_engines[0].Replicate()!, _checkpoint, _service, [.. _parts.SelectMany(part => part)], _options);

    /// <summary>Translates all sentences with batches of the best size.</summary>
    public Throughput Measure() => Measure(BestBatchTokens, part: 1);

    public void Dispose() => _engines.ForEach(engine => engine.Dispose());

    private Throughput Measure(int batchTokens, double part)
    {
        var tokens = 0;
        var timing = Timing.Of(_engines.Count, () => Parallel.For(0, _engines.Count, i =>
        {
            var translator = new SentenceTranslator(_checkpoint.Name, _engines[i], _checkpoint.Config, _checkpoint.Generation, batchTokens);
            var sources = _parts[i].Take((int)(_parts[i].Count * part)).ToList();
            var said = translator.Translate(sources, _options, CancellationToken.None).Sum(hypotheses => hypotheses[0].Tokens.Count);
            Interlocked.Add(ref tokens, said);
        }));
        return new(tokens, timing.ClockSeconds, timing.ProcessorSeconds);
    }
}
