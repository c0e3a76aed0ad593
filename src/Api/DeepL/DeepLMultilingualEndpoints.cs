using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary><c>/v3/glossaries</c>: under one name a dictionary for each of several directions.</summary>
internal static class DeepLMultilingualEndpoints
{
    public static void MapGlossaries(RouteGroupBuilder routes)
    {
        routes.MapPost("/glossaries", AddAsync);
        routes.MapRead("/glossaries", ListAsync);
        routes.MapRead("/glossaries/{id}", FindAsync);
        routes.MapPatch("/glossaries/{id}", UpdateAsync);
        routes.MapDelete("/glossaries/{id}", DeepLGlossaryEndpoints.DeleteAsync);
        routes.MapRead("/glossaries/{id}/entries", EntriesAsync);
        routes.MapPut("/glossaries/{id}/dictionaries", ReplaceDictionaryAsync);
        routes.MapDelete("/glossaries/{id}/dictionaries", DeleteDictionaryAsync);
    }

    private static async Task<Created<DeepLMultilingualGlossary>> AddAsync(
        HttpRequest request, GlossaryStore store, GlossaryCheck check, IModelCatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        var fields = await DeepLFields.ReadAsync(request, cancel);
        var name = check.Name(fields.One("name"));
        var dictionaries = DeepLGlossaryFields.Dictionaries(fields, DeepLLanguages.Of(catalog));
        if (dictionaries.Count == 0)
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "dictionaries", "is required") { Error = "Parameter 'dictionaries' not specified." };

        var glossary = check.WithinLimits(Glossary.New(name, dictionaries, clock));
        await store.AddAsync(glossary, cancel);
        return TypedResults.Created($"{DeepLEndpoints.NewerPrefix}/glossaries/{glossary.Id}", DeepLMultilingualGlossary.Of(glossary.Summary));
    }

    private static async Task<Ok<DeepLMultilingualGlossaryList>> ListAsync(GlossaryStore store, CancellationToken cancel) =>
        TypedResults.Ok(new DeepLMultilingualGlossaryList { Glossaries = [.. (await store.ListAsync(cancel)).Select(DeepLMultilingualGlossary.Of)] });

    private static async Task<Ok<DeepLMultilingualGlossary>> FindAsync(string id, GlossaryStore store, CancellationToken cancel) =>
        TypedResults.Ok(DeepLMultilingualGlossary.Of((await store.GetAsync(id, "id", cancel)).Summary));

    /// <summary>A new name, and entries that are added to those of their direction or take the place of the ones with the same source.</summary>
    private static async Task<Ok<DeepLMultilingualGlossary>> UpdateAsync(
        string id, HttpRequest request, GlossaryStore store, GlossaryCheck check, IModelCatalog catalog, CancellationToken cancel)
    {
        var fields = await DeepLFields.ReadAsync(request, cancel);
        var name = fields.All("name").Count > 0 ? check.Name(fields.One("name")) : null;
        var dictionaries = DeepLGlossaryFields.Dictionaries(fields, DeepLLanguages.Of(catalog));
        var changed = await store.ChangeAsync(id, old =>
        {
            var named = name is null ? old : old with { Name = name };
            return check.WithinLimits(dictionaries.Aggregate(named, (glossary, added) =>
                glossary.With(glossary.DictionaryOf(added.Languages)?.With(added.Terms) ?? added)));
        }, cancel);
        return TypedResults.Ok(DeepLMultilingualGlossary.Of(changed.Summary));
    }

    private static async Task<Ok<DeepLDictionaryEntriesList>> EntriesAsync(
        string id, HttpRequest request, GlossaryStore store, IModelCatalog catalog, CancellationToken cancel)
    {
        var direction = DeepLGlossaryFields.Direction(await DeepLFields.ReadAsync(request, cancel), DeepLLanguages.Of(catalog));
        var glossary = await store.GetAsync(id, "id", cancel);
        var dictionary = glossary.DictionaryOf(direction) ?? throw NoDictionary(direction);
        return TypedResults.Ok(new DeepLDictionaryEntriesList
        {
            Dictionaries =
            [
                new()
                {
                    SourceLang = DeepLLanguages.Small(direction.Source),
                    TargetLang = DeepLLanguages.Small(direction.Target),
                    Entries = dictionary.ToTsv(),
                    EntriesFormat = EntryTexts.Tsv,
                },
            ],
        });
    }

    private static async Task<Ok<DeepLDictionary>> ReplaceDictionaryAsync(
        string id, HttpRequest request, GlossaryStore store, GlossaryCheck check, IModelCatalog catalog, CancellationToken cancel)
    {
        var dictionary = DeepLGlossaryFields.Dictionary(await DeepLFields.ReadAsync(request, cancel), DeepLLanguages.Of(catalog));
        await store.ChangeAsync(id, old => check.WithinLimits(old.With(dictionary)), cancel);
        return TypedResults.Ok(DeepLDictionary.Of(dictionary.Summary));
    }

    private static async Task<NoContent> DeleteDictionaryAsync(
        string id, HttpRequest request, GlossaryStore store, IModelCatalog catalog, CancellationToken cancel)
    {
        var direction = DeepLGlossaryFields.Direction(await DeepLFields.ReadAsync(request, cancel), DeepLLanguages.Of(catalog));
        await store.ChangeAsync(id, old => old.DictionaryOf(direction) is null ? throw NoDictionary(direction) : old.Without(direction), cancel);
        return TypedResults.NoContent();
    }

    private static RequestRefusedException NoDictionary(LanguagePair direction) =>
        new(ProblemKind.UnknownGlossary, "dictionaries", $"the glossary has none for {direction}");
}
