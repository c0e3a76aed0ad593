using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Inference;

/// <summary>Texts to translate in one request.</summary>
public sealed record TranslationRequest
{
    /// <summary>The texts; each may hold many lines and sentences.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>How the tags in the texts are treated; null (default) for plain texts. Of sentences only the warnings are told then.</summary>
    public MarkupOptions? Markup { get; init; }

    /// <summary>Where the texts are cut into sentences; a model without languages gets whole lines whatever this says.</summary>
    public SentenceSplitting Splitting { get; init; }

    /// <summary>ISO 639-1 code of the texts' language; null where <see cref="Model"/> is a model without languages.</summary>
    public string? Source { get; init; }

    /// <summary>ISO 639-1 code of the language wanted.</summary>
    public string? Target { get; init; }

    /// <summary>Name of the model; null lets the language pair choose.</summary>
    public string? Model { get; init; }

    /// <summary>What the request changes about the generation settings of the model that answers; null changes nothing.</summary>
    public Func<DecodingOptions, DecodingOptions>? Decoding { get; init; }

    /// <summary>Says how sure the model is of each sentence and word (<see cref="TranslatedSentence.Confidence"/>).</summary>
    public bool WithConfidence { get; init; }

    /// <summary>Further translations wanted for each text.</summary>
    public int Alternatives { get; init; }

    /// <summary>Terms that have one translation, in the texts' and the wanted language; a model without languages looks at none.</summary>
    public IReadOnlyList<GlossaryTerm> Glossary { get; init; } = [];

    /// <summary>Sentences whose translations cannot be right are decoded once more, where the service does that at all; true by default.</summary>
    public bool Guards { get; init; } = true;

    /// <summary>Whose request it is: callers share the engines fairly. "" (default) where that is not known.</summary>
    public string Caller { get; init; } = "";

    /// <summary>Whether it goes before others or waits for them.</summary>
    public Priority Priority { get; init; }

    /// <summary>Time that the request may take; null (default) and more than the service's own limit is that limit.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How much of that time is over already; none by default.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Is told what is certain of each text while the others are still being decoded; null (default) where nobody reads along.</summary>
    public IProgress<PartialText>? Progress { get; init; }

    /// <summary>Target text that every output begins with.</summary>
    public string? Prefix { get; init; }
}

/// <summary>The beginning of a translation that is under way: it only ever grows, and the translation begins with it.</summary>
/// <param name="Place">Which of the request's texts, from 0.</param>
/// <param name="Text">All that is certain of its translation.</param>
public sealed record PartialText(int Place, string Text);

/// <summary>One translated text.</summary>
/// <param name="Text">The translation; white space between and around sentences is the source's.</param>
/// <param name="Alternatives">Further translations, best first.</param>
/// <param name="Score">Mean over the sentences of the length-normalised log-probability.</param>
/// <param name="Tokens">Target tokens produced.</param>
public sealed record TranslatedText(string Text, IReadOnlyList<string> Alternatives, double Score, int Tokens)
{
    /// <summary>The sentences of the best translation, where attention, alignment or confidence was asked for; else empty.</summary>
    public IReadOnlyList<TranslatedSentence> Sentences { get; init; } = [];
}

/// <summary>The answer to a <see cref="TranslationRequest"/>.</summary>
public sealed record TranslationResult
{
    public required IReadOnlyList<TranslatedText> Texts { get; init; }

    /// <summary>Name and version of the model that answered all of it.</summary>
    public required ModelId Model { get; init; }

    /// <summary>Longest time that a sentence waited for the engine.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>Time from the first sentence's start on the engine to the last one's end.</summary>
    public TimeSpan DecodeTime { get; init; }
}

/// <summary>Name and version of a published model.</summary>
public sealed record ModelId(string Name, string Version);

/// <summary>Translates texts with the models at hand; safe to call from many threads.</summary>
public interface ITranslator
{
    /// <summary>
    /// Translates every text, or says that there is no time or room for them; what is wrong with the request, and what happens on the way, is thrown as a
    /// <see cref="TranslationException"/>. The answer comes whole from one model version.
    /// </summary>
    Task<Outcome<TranslationResult>> TryTranslateAsync(TranslationRequest request, CancellationToken cancel);

    /// <summary>
    /// What <see cref="TryTranslateAsync"/> would refuse, as things are, before the texts are cut and tokenised; null where they may be taken, and where nothing is known of that.
    /// </summary>
    TranslationException? Foresee(TranslationRequest request);
}

public static class TranslatorExtensions
{
    /// <summary>Translates every text or throws a <see cref="TranslationException"/>.</summary>
    public static async Task<TranslationResult> TranslateAsync(this ITranslator translator, TranslationRequest request, CancellationToken cancel) =>
        (await translator.TryTranslateAsync(request, cancel).ConfigureAwait(false)).OrThrow();
}
