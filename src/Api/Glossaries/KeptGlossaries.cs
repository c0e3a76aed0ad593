using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>Ids as callers send them, and the refusals that every dialect gives.</summary>
internal static class KeptGlossaries
{
    private const int MaxQuotedLength = 40;

    /// <summary>The glossary of an id; refused where there is none.</summary>
    public static async Task<Glossary> GetAsync(this GlossaryStore store, string id, string field, CancellationToken cancel) =>
        Guid.TryParse(id, out var known) && await store.FindAsync(known, cancel) is { } glossary ? glossary : throw NotFound(id, field);

    /// <summary>The glossary of an id, changed; refused where there is none.</summary>
    public static async Task<Glossary> ChangeAsync(this GlossaryStore store, string id, Func<Glossary, Glossary> change, CancellationToken cancel) =>
        Guid.TryParse(id, out var known) && await store.ChangeAsync(known, change, cancel) is { } changed ? changed : throw NotFound(id, "id");

    /// <summary>Deletes the glossary of an id; refused where there is none.</summary>
    public static async Task DeleteAsync(this GlossaryStore store, string id, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var known) || !await store.DeleteAsync(known, cancel))
            throw NotFound(id, "id");
    }

    /// <summary>The dictionary of a glossary that has one; refused where DeepL's newer routes gave it another number of them.</summary>
    public static GlossaryDictionary Only(this Glossary glossary) => glossary.Dictionaries is [var only]
        ? only
        : throw new RequestRefusedException(ProblemKind.InvalidRequest, "id",
            $"names a glossary of {glossary.Dictionaries.Count} dictionaries, which DeepL's routes below /v3/glossaries read and change");

    private static RequestRefusedException NotFound(string id, string field) =>
        new(ProblemKind.UnknownGlossary, field, $"there is no glossary '{Excerpt.Of(id, MaxQuotedLength)}'; GET /glossaries lists them");
}
