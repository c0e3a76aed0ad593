using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Translation;

/// <summary>What a dialect says of a translation that our own request has no member for.</summary>
internal sealed record DialectOptions
{
    /// <summary>How tags are treated, where <c>format</c> does not say enough.</summary>
    public MarkupOptions? Markup { get; init; }

    /// <summary>Terms of kept glossaries; those that the request brings itself go before them.</summary>
    public IReadOnlyList<GlossaryTerm> Terms { get; init; } = [];

    /// <summary>Where texts are cut into sentences.</summary>
    public SentenceSplitting Splitting { get; init; }

    public TranslationRequest AddTo(TranslationRequest request) => request with
    {
        Markup = Markup ?? request.Markup,
        Glossary = StoredTerms.Merged(request.Glossary, Terms),
        Splitting = Splitting,
    };
}
