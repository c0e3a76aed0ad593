using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.DeepL;

/// <summary>DeepL's fields about glossaries.</summary>
internal static class DeepLGlossaryFields
{
    private const int MostNamed = 5;   // of glossary_ids, as DeepL has it

    /// <summary>The dictionary whose fields begin with <paramref name="prefix"/>.</summary>
    public static GlossaryDictionary Dictionary(DeepLFields fields, DeepLLanguages languages, string prefix = "")
    {
        var direction = Direction(fields, languages, prefix);
        var entries = fields.One($"{prefix}entries") ?? throw Missing($"{prefix}entries");
        return new(direction, fields.One($"{prefix}entries_format") switch
        {
            null or EntryTexts.Tsv => EntryTexts.ReadTsv(entries),
            EntryTexts.Csv => EntryTexts.ReadCsv(entries, direction),
            _ => throw Refused("entries_format", "Value for 'entries_format' not supported."),
        });
    }

    /// <summary><c>dictionaries[0]</c> and those behind it; no two of them of one direction.</summary>
    public static IReadOnlyList<GlossaryDictionary> Dictionaries(DeepLFields fields, DeepLLanguages languages)
    {
        var dictionaries = new List<GlossaryDictionary>();
        while (fields.HasAny($"dictionaries[{dictionaries.Count}]."))
        {
            var dictionary = Dictionary(fields, languages, $"dictionaries[{dictionaries.Count}].");
            if (dictionaries.Exists(other => other.Languages == dictionary.Languages))
                throw Refused("dictionaries", $"Several dictionaries are for {dictionary.Languages}.");

            dictionaries.Add(dictionary);
        }

        return dictionaries;
    }

    /// <summary>A direction that is served; both languages must be named.</summary>
    public static LanguagePair Direction(DeepLFields fields, DeepLLanguages languages, string prefix = "") => languages.Pair(
        fields.One($"{prefix}source_lang") ?? throw Missing($"{prefix}source_lang"),
        fields.One($"{prefix}target_lang") ?? throw Missing($"{prefix}target_lang"));

    /// <summary>The terms of the glossaries that a translation names; none where it names none.</summary>
    public static async Task<IReadOnlyList<GlossaryTerm>> TermsAsync(DeepLFields fields, LanguagePair languages, StoredTerms glossaries, CancellationToken cancel)
    {
        var several = fields.All("glossary_ids").SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (several.Count > MostNamed)
            throw Refused("glossary_ids", $"Value for 'glossary_ids' not supported: at most {MostNamed} glossaries are taken.");

        var one = fields.One("glossary_id");
        if (one is not null && several.Count > 0)
            throw Refused("glossary_ids", "Parameters 'glossary_id' and 'glossary_ids' cannot be used together.");

        IReadOnlyList<string> ids = one is null ? several : [one];
        if (ids.Count == 0)
            return [];

        StoredTerms.RefuseAuto(languages.Source, "source_lang");
        return await glossaries.OfAsync(ids, languages, one is null ? "glossary_ids" : "glossary_id", cancel);
    }

    private static RequestRefusedException Missing(string field) => Refused(field, $"Parameter '{field}' not specified.");

    private static RequestRefusedException Refused(string field, string message) => new(ProblemKind.InvalidRequest, field, message) { Error = message };
}
