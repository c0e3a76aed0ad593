using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Scheduling;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// One version of a model, ready to serve: tokenizer, waiting line and the threads that own its engines. It lives as long as somebody
/// holds it: the store while it is the current version, and every request until its last sentence is done. When the last one lets go the
/// line is closed, the threads finish and the engines are released.
/// </summary>
/// <param name="memory">Its part of what all versions may take, given back at its end.</param>
internal sealed class LoadedModel(JobQueue queue, IReadOnlyList<DecodeLoop> loops, IDisposable memory)
{
    private int _holders = 1;   // the store

    public required ModelId Id { get; init; }

    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Language pairs; empty for a model of another text-to-text task.</summary>
    public required IReadOnlyList<LanguagePair> Directions { get; init; }

    /// <summary>Decoding where a request does not say.</summary>
    public required DecodingOptions Decoding { get; init; }

    public required TargetRules Rules { get; init; }

    /// <summary>What its vocabulary cannot read.</summary>
    public required Readability Readability { get; init; }

    /// <summary>By target language, the words that it copies from source to output; "" where it has no languages.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> StandIns { get; init; }

    /// <summary>Longest source in tokens, the end of sentence counted.</summary>
    public required int MaxSourceTokens { get; init; }

    public required string Engine { get; init; }

    /// <summary>What a sentence becomes does not depend on what else is translated (<see cref="IEngine.IsBatchInvariant"/>).</summary>
    public required bool IsBatchInvariant { get; init; }

    public required string Architecture { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>What was measured before it came into service.</summary>
    public required GateReport Gate { get; init; }

    /// <summary>What became of its requests.</summary>
    public Outcomes Outcomes { get; } = new();

    public JobQueue Queue => queue;

    /// <summary>How long the engine that is longest at one piece of work has been at it; zero where none is.</summary>
    public TimeSpan Busy => loops.Max(loop => loop.Busy);

    /// <summary>Sentences that it has translated; null where none are remembered.</summary>
    public TranslationCache? Cache { get; init; }

    /// <summary>What texts of so many characters ask of it.</summary>
    public required TextSizes Sizes { get; init; }

    /// <summary>Completes when the model has left service, its engines are released and its memory is given back.</summary>
    public Task Ended { get; } = EndAsync(loops, memory);

    public bool Translates(LanguagePair pair) => DirectionOf(pair) is not null;

    /// <summary>The direction that a request asks for, as the model spells it; without a pair the only one that there is.</summary>
    public LanguagePair? DirectionOf(LanguagePair? pair) => pair is null
        ? Directions.Count == 1 ? Directions[0] : null
        : Directions.FirstOrDefault(direction =>
            string.Equals(direction.Source, pair.Source, StringComparison.OrdinalIgnoreCase)
            && string.Equals(direction.Target, pair.Target, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<string> StandInsOf(string? target) => StandIns.GetValueOrDefault(target ?? "") ?? [];

    /// <summary>Another engine over its weights, for the caller to dispose; null where its engine cannot share them.</summary>
    public IEngine? Replicate() => loops[0].Engine.Replicate();

    /// <summary>Holds the model for one request; null when it has just left service.</summary>
    public ModelLease? Lease()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return new ModelLease(this);

            holders = seen;
        }

        return null;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;

        queue.Close();
        Cache?.Clear();
    }

    /// <summary>Refuses new work; what was accepted is finished.</summary>
    public void Stop() => queue.Close();

    /// <summary>Gives up what is still to be done.</summary>
    public void Abort()
    {
        foreach (var loop in loops)
            loop.Abort();
    }
    private static async Task EndAsync(IEnumerable<DecodeLoop> loops, IDisposable memory)
    {
        using (memory)
            await Task.WhenAll(loops.Select(loop => loop.Ended)).ConfigureAwait(false);
    }
}
