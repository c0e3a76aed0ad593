using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>The terms of kept glossaries for a translation that names them.</summary>
internal sealed class StoredTerms(GlossaryStore store, IModelCatalog catalog)
{
    private const string Field = "options.glossaryId";

    /// <summary>The terms of the glossary that our own request names; none where it names none.</summary>
    public async Task<IReadOnlyList<GlossaryTerm>> OfAsync(TranslateRequest request, CancellationToken cancel)
    {
        if (request.Options?.GlossaryId is not { } id)
            return [];

        RefuseAuto(request.Source, "source");
        var languages = ServedLanguages.Of(catalog, request.Options.Model).Choose(request.Source, request.Target)
            ?? throw new RequestRefusedException(ProblemKind.InvalidRequest, Field, "must be left out: the model has no languages");
        return await OfAsync([id], languages, Field, cancel);
    }

    /// <summary>The terms of glossaries in one direction; what several have is said by the first. Refusals name the <paramref name="field"/>.</summary>
    public async Task<IReadOnlyList<GlossaryTerm>> OfAsync(IReadOnlyList<string> ids, LanguagePair languages, string field, CancellationToken cancel)
    {
        var terms = new List<GlossaryTerm>();
        foreach (var id in ids)
        {
            var glossary = await store.GetAsync(id, field, cancel);
            terms.AddRange((glossary.DictionaryOf(languages) ?? throw Mismatch(glossary, languages, field)).Terms);
        }

        return Merged([], terms);
    }

    /// <summary>The first of the terms that have one source, <paramref name="own"/> before those that are kept.</summary>
    public static IReadOnlyList<GlossaryTerm> Merged(IEnumerable<GlossaryTerm> own, IEnumerable<GlossaryTerm> kept) =>
        [.. own.Concat(kept).DistinctBy(term => term.Source, StringComparer.Ordinal)];

    /// <summary>A glossary is of one direction: the texts' language must be named.</summary>
    public static void RefuseAuto(string? source, string field)
    {
        if (RequestParts.Auto.Equals(source, StringComparison.OrdinalIgnoreCase))
            throw new RequestRefusedException(ProblemKind.InvalidRequest, field, "must name the language of the texts where a glossary is used");
    }

    private static RequestRefusedException Mismatch(Glossary glossary, LanguagePair languages, string field)
    {
        var known = glossary.Dictionaries.Count == 0 ? "no language" : string.Join(", ", glossary.Dictionaries.Select(dictionary => dictionary.Languages));
        return new(ProblemKind.InvalidRequest, field, $"names a glossary for {known}; the request is for {languages}");
    }
}
