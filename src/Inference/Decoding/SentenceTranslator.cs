using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// Decodes a list of sentences with the search that serves requests, for callers that own an engine: validation, evaluation, files.
/// One thread at a time, as the engine itself.
/// </summary>
public sealed class SentenceTranslator
{
    private const int DefaultBatchTokens = 8192;

    private readonly IEngine _engine;
    private readonly TargetRules _rules;
    private readonly int _maxBatchTokens;

    /// <param name="model">Name of the model in error messages.</param>
    /// <param name="engine">Stays the caller's, who disposes it.</param>
    /// <param name="config">Special tokens of the model.</param>
    /// <param name="generation">Banned words and the longest output.</param>
    /// <param name="maxBatchTokens">Budget of one batch: sentences × longest source × beam.</param>
    public SentenceTranslator(string model, IEngine engine, ModelConfig config, GenerationConfig generation, int maxBatchTokens = DefaultBatchTokens)
        : this(engine, TargetRules.Of(model, config, generation, engine), maxBatchTokens)
    {
    }

    internal SentenceTranslator(IEngine engine, TargetRules rules, int maxBatchTokens = DefaultBatchTokens)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchTokens, 1);
        (_engine, _rules, _maxBatchTokens) = (engine, rules, maxBatchTokens);
    }

    /// <summary>The hypotheses of every source, best first, in the order of <paramref name="sources"/>; each source ends with the end of sentence.</summary>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Translate(IReadOnlyList<int[]> sources, DecodingOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sources);
        DecodingLimits.Check(options, _rules);
        for (var i = 0; i < sources.Count; i++)
            CheckLength(i, sources[i].Length);

        var results = new IReadOnlyList<Hypothesis>[sources.Count];
        foreach (var batch in Batches(sources, options.BeamSize))
            Decode(batch, sources, options, results, cancel);

        return results;
    }

    private void CheckLength(int sentence, int length)
    {
        if (length < 1 || length > _engine.MaxPositions)
            throw new ArgumentException($"Sentence {sentence} has {length} tokens; the model takes 1 to {_engine.MaxPositions}.");
    }

    private void Decode(
        List<int> batch, IReadOnlyList<int[]> sources, DecodingOptions options, IReadOnlyList<Hypothesis>[] results, CancellationToken cancel)
    {
        var places = batch.ToDictionary(i => DecodingGroup.Create(sources[i], _rules, options, cancel));
        using var decoder = new BatchDecoder(_engine);

        decoder.Join([.. places.Keys]);
        while (!decoder.IsIdle)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var group in decoder.Step())
                results[places[group]] = group.Results;
        }

        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Longest first, so that lengths are alike in a batch and the largest need of memory comes at once.</summary>
    private IEnumerable<List<int>> Batches(IReadOnlyList<int[]> sources, int beamSize)
    {
        var batch = new List<int>();
        foreach (var i in Enumerable.Range(0, sources.Count).OrderByDescending(i => sources[i].Length))
        {
            if (batch.Count > 0 && (long)sources[batch[0]].Length * (batch.Count + 1) * beamSize > _maxBatchTokens)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(i);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
