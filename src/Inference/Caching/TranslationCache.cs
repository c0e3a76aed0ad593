using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Caching;

/// <summary>
/// Sentences that one version of a model has translated, with what became of them; who was not asked for longest leaves first. What it gives is what the
/// engine would say again, bit for bit, so it stands before engines alone that promise that. Safe to use from many threads.
/// </summary>
/// <param name="maxBytes">Memory that it may take, by an estimate that is rather too high.</param>
/// <param name="model">Whose lookups are counted.</param>
internal sealed class TranslationCache(long maxBytes, string model)
{
    private const int EntryBytes = 400;        // key, node, places in the table
    private const int HypothesisBytes = 150;
    private const int ArrayBytes = 24;

    private static readonly Meter Meter = new(SchedulerMetrics.MeterName);

    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "nmt_cache_lookups", "{sentence}", "Sentences that were looked for among those translated before, by outcome: hit, miss.");

    private static readonly UpDownCounter<long> Size = Meter.CreateUpDownCounter<long>(
        "nmt_cache_bytes", "By", "Memory of the sentences that are remembered.");

    private readonly Lock _gate = new();
    private readonly Dictionary<CacheKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();   // latest first
    private readonly KeyValuePair<string, object?> _model = new("model", model);

    /// <summary>The texts whose sentences it may hold.</summary>
    public KnownTexts Texts { get; } = new();

    public long Bytes { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>What the sentence became before; null where that is not known.</summary>
    public IReadOnlyList<Hypothesis>? Find(Job job)
    {
        if (CacheKey.Of(job) is not { } key)
            return null;

        var found = Use(key);
        Lookups.Add(1, _model, new("outcome", found is null ? "miss" : "hit"));
        return found;
    }

    public void Keep(Job job, IReadOnlyList<Hypothesis> hypotheses)
    {
        if (CacheKey.Of(job) is not { } key)
            return;

        var entry = new Entry(key, hypotheses, BytesOf(key, hypotheses));
        if (entry.Bytes > maxBytes / 8)
            return;   // one must not drive out all others

        lock (_gate)
        {
            var before = Bytes;
            if (_entries.TryGetValue(key, out var known))
                Remove(known);

            _entries[key] = _byUse.AddFirst(entry);
            Bytes += entry.Bytes;
            while (Bytes > maxBytes)
                Remove(_byUse.Last!);

            Size.Add(Bytes - before, _model);
        }
    }

    /// <summary>Forgets all: its model leaves service.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Size.Add(-Bytes, _model);
            _entries.Clear();
            _byUse.Clear();
            Bytes = 0;
        }
    }

    private IReadOnlyList<Hypothesis>? Use(CacheKey key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Hypotheses;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        Bytes -= node.Value.Bytes;
    }

    private static long BytesOf(CacheKey key, IReadOnlyList<Hypothesis> hypotheses) =>
        EntryBytes + (sizeof(int) * key.Length) + hypotheses.Sum(output =>
            HypothesisBytes + (sizeof(int) * output.Tokens.Count) + (sizeof(float) * output.TokenLogProbabilities.Count)
            + BytesOf(output.Attention) + BytesOf(output.Alignment));

    private static long BytesOf(IReadOnlyList<float[]> rows) => rows.Sum(row => ArrayBytes + sizeof(long) + (sizeof(float) * (long)row.Length));

    private sealed record Entry(CacheKey Key, IReadOnlyList<Hypothesis> Hypotheses, long Bytes);
}
