using System.Collections.Concurrent;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Glossaries;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// Finds what of a sentence must not change and makes the jobs of its renderings. Placeholders, addresses, code and words that the model
/// cannot read are masked by words that it copies.
/// </summary>
internal sealed class SentencePreparer(LoadedModel model, LanguagePair? direction, TextRules rules, CancellationToken cancel)
{
    private readonly TermFinder _terms = new(rules.Glossary);
    private readonly ConcurrentDictionary<string, int[]> _encoded = new(concurrencyLevel: 1, capacity: 7, StringComparer.Ordinal);   // sentences that are read along are settled side by side
    private readonly IReadOnlyList<string> _standIns = model.StandInsOf(direction?.Target);

    public LoadedModel Model => model;

    public LanguagePair? Direction => direction;

    public TextRules Rules => rules;

    /// <summary>What a line means to a model without languages is not ours to judge.</summary>
    public bool MayDecodeAgain => HasLanguages;

    private bool HasLanguages => model.Directions.Count > 0;

    /// <summary>Tokens of the sentence as the model will read it.</summary>
    public int CountTokens(string sentence)
    {
        cancel.ThrowIfCancellationRequested();   // a long text is cut in many tries
        return Whole(sentence, KeptOf(sentence)) is { } masked ? Encode(masked.Text).Length : Encode(sentence).Length;
    }

    /// <summary>What must come back character by character, in order.</summary>
    public IReadOnlyList<Kept> KeptOf(string sentence)
    {
        if (!HasLanguages)
            return [];   // what a line means to another task is not ours to know

        var forms = VerbatimSpans.Find(sentence);
        var kept = new List<VerbatimSpan>();
        var unknown = IsKnown(sentence) ? [] : model.Readability.UnknownWords(sentence, forms);
        foreach (var span in forms.Concat(unknown).Concat(_terms.Kept(sentence)).OrderBy(span => span.Start))
        {
            if (kept.Count == 0 || span.Start >= kept[^1].End)
                kept.Add(span);
            else
                kept[^1] = kept[^1] with { End = Math.Max(kept[^1].End, span.End) };   // $A$1: a name with an unknown sign behind it
        }

        return [.. kept.Select(span => new Kept(span, sentence[span.Start..span.End]))];
    }

    /// <summary>The terms of the glossary in a sentence, with their translations.</summary>
    public IReadOnlyList<Kept> TermsOf(string sentence, IReadOnlyList<Kept> kept) => HasLanguages ? _terms.Terms(sentence, kept) : [];

    /// <summary>The translations of terms in the model's tokens; null where there are too many of them, or some that its vocabulary lacks.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? PhrasesOf(IReadOnlyList<Kept> terms)
    {
        var phrases = terms.Select(term => model.Tokenizer.EncodePrefix(term.Output)).ToList();
        return phrases.Count <= WantedPhrases.Most && phrases.TrueForAll(phrase => phrase.Length > 0 && !phrase.Contains(model.Tokenizer.UnknownId)) ? phrases : null;
    }

    /// <summary>The sentence in one piece, where there are words enough to stand for what is kept; else in parts.</summary>
    public Rendering Rendered(string sentence, IReadOnlyList<Kept> kept, DecodingOptions options) =>
        Masked(sentence, kept, options, skip: 0) ?? InParts(sentence, kept, options);

    /// <summary>The sentence in one piece; null where it has too much to keep for that, or is longer than the model accepts.</summary>
    /// <param name="sentence">As the text has it.</param>
    /// <param name="kept">What is masked.</param>
    /// <param name="options">How it is decoded.</param>
    /// <param name="skip">Words not to be used, as another rendering did.</param>
    public Rendering? Masked(string sentence, IReadOnlyList<Kept> kept, DecodingOptions options, int skip)
    {
        if (!VerbatimSpans.LeaveWords(sentence, [.. kept.Select(item => item.Span)]) && HasLanguages)
            return new([new(sentence)]);
        if (Whole(sentence, kept, skip) is not { } masked)
            return null;

        var (start, end) = Inner(sentence, kept);
        var job = JobOf(masked.Text, options);
        return job.Source.Length > model.MaxSourceTokens && kept.Count > 0
            ? null
            : new([new(sentence[..start]), new(sentence[start..end], masked, job), new(sentence[end..])]);
    }

    /// <summary>What is kept stands between the parts, so that it is exact whatever the model does.</summary>
    public Rendering InParts(string sentence, IReadOnlyList<Kept> kept, DecodingOptions options)
    {
        var parts = new List<RenderingPart>();
        var from = 0;
        foreach (var (span, output) in kept)
        {
            Add(sentence[from..span.Start], from, options, parts);
            parts.Add(new(output));
            from = span.End;
        }

        Add(sentence[from..], from, options, parts);
        return new(parts);
    }

    public Job JobOf(string sentence, DecodingOptions options)
    {
        var source = Encode(sentence);
        model.Rules.LongestOutput(source.Length, options);   // refuses a prefix that is too long before anything is queued
        return new(source, options, cancel);
    }

    public int LongestOutput(Job job) => model.Rules.LongestOutput(job.Source.Length, job.Options);

    private void Add(string part, int place, DecodingOptions options, List<RenderingPart> parts)
    {
        if (!VerbatimSpans.LeaveWords(part, []))
        {
            parts.Add(new(part));
            return;
        }

        var (start, end) = Inner(part, []);
        var masked = MaskedSentence.Of(part, new(start, end), [], [], Plain) with { Start = place + start };
        var isFirst = !parts.Exists(other => other.Job is not null);
        parts.Add(new(part[..start]));
        parts.Add(new(part[start..end], masked, JobOf(masked.Text, isFirst ? options : options with { Prefix = [] })));
        parts.Add(new(part[end..]));
    }

    private MaskedSentence? Whole(string sentence, IReadOnlyList<Kept> kept, int skip = 0)
    {
        var words = kept.Count == 0
            ? []
            : _standIns.Where(word => !sentence.Contains(word, StringComparison.OrdinalIgnoreCase)).Skip(skip).Take(kept.Count).ToList();
        return words.Count == kept.Count ? MaskedSentence.Of(sentence, Inner(sentence, kept), kept, words, Plain) : null;
    }

    private string Plain(string text) => !HasLanguages || IsKnown(text) ? text : model.Readability.Plain(text);

    private bool IsKnown(string text) => model.Readability.IsKnown(Encode(text));

    /// <summary>Without white space and unreadable marks at the ends; those stay where they are.</summary>
    private VerbatimSpan Inner(string sentence, IReadOnlyList<Kept> kept)
    {
        if (!HasLanguages)
            return new(0, sentence.Length);

        var (start, end) = model.Readability.WithoutUnknownMarks(sentence);
        return kept.Count == 0 ? new(start, end) : new(Math.Min(start, kept[0].Span.Start), Math.Max(end, kept[^1].Span.End));
    }

    /// <summary>Once for each sentence, which is asked for its length, for what of it can be read, and then for its tokens.</summary>
    private int[] Encode(string sentence) =>
        _encoded.GetOrAdd(sentence, static (text, own) => own.Model.Tokenizer.EncodeSource(text, own.Direction?.Target), this);
}
