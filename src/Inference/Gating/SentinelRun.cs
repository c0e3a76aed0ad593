using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Gating;

/// <summary>What came of decoding a sentinel set once.</summary>
/// <param name="Sentinels">The sentinels with the outputs and scores of this run.</param>
/// <param name="IsFinite">Every sentence got an output with a finite score.</param>
public sealed record SentinelResult(IReadOnlyList<Sentinel> Sentinels, bool IsFinite, TimeSpan Elapsed);

/// <summary>Decodes sentinels as requests are decoded that ask for nothing special, when a version is published and again before it serves.</summary>
public sealed class SentinelRun(SentenceTranslator sentences, Tokenizer tokenizer, DecodingOptions decoding, TimeProvider time)
{
    private static readonly Chrf Chrf = new();

    /// <summary>Translates and scores them; one that is longer than the model accepts is an <see cref="ArgumentException"/>.</summary>
    public SentinelResult Of(IReadOnlyList<Sentinel> sentinels, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sentinels);
        var sources = sentinels.Select(sentinel => tokenizer.EncodeSource(sentinel.Source, sentinel.TargetLanguage)).ToList();
        var started = time.GetTimestamp();
        var outputs = sentences.Translate(sources, decoding, cancel);
        var elapsed = time.GetElapsedTime(started);

        return new(
            [.. sentinels.Zip(outputs, (sentinel, found) => Scored(sentinel, tokenizer, found))],
            outputs.All(found => found.Count > 0 && double.IsFinite(found[0].Score)),
            elapsed);
    }

    internal static Sentinel Scored(Sentinel sentinel, Tokenizer tokenizer, IReadOnlyList<Hypothesis> found)
    {
        var output = found.Count > 0 ? tokenizer.Decode(found[0].Tokens) : "";
        return sentinel with { Output = output, Chrf = Math.Round(Chrf.Score([output], [sentinel.Reference]).Value, 2) };
    }
}
