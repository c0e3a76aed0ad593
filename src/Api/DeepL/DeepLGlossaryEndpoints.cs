using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary><c>/v2/glossaries</c>: glossaries of one direction.</summary>
internal static class DeepLGlossaryEndpoints
{
    private const string TsvType = "text/tab-separated-values";

    public static void MapGlossaries(RouteGroupBuilder routes)
    {
        routes.MapPost("/glossaries", AddAsync);
        routes.MapRead("/glossaries", ListAsync);
        routes.MapRead("/glossaries/{id}", FindAsync);
        routes.MapRead("/glossaries/{id}/entries", EntriesAsync);
        routes.MapDelete("/glossaries/{id}", DeleteAsync);
        routes.MapRead("/glossary-language-pairs", Pairs);
    }

    public static async Task<NoContent> DeleteAsync(string id, GlossaryStore store, CancellationToken cancel)
    {
        await store.DeleteAsync(id, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Created<DeepLGlossary>> AddAsync(
        HttpRequest request, GlossaryStore store, GlossaryCheck check, IModelCatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        var fields = await DeepLFields.ReadAsync(request, cancel);
        var name = check.Name(fields.One("name"));
        var dictionary = DeepLGlossaryFields.Dictionary(fields, DeepLLanguages.Of(catalog));
        var glossary = check.WithinLimits(Glossary.New(name, [dictionary], clock));
        await store.AddAsync(glossary, cancel);
        return TypedResults.Created($"{DeepLEndpoints.Prefix}/glossaries/{glossary.Id}", DeepLGlossary.Of(glossary.Summary, dictionary.Summary));
    }

    /// <summary>As with DeepL, glossaries with another number of directions are listed below <c>/v3</c> alone.</summary>
    private static async Task<Ok<DeepLGlossaryList>> ListAsync(GlossaryStore store, CancellationToken cancel)
    {
        var glossaries = await store.ListAsync(cancel);
        return TypedResults.Ok(new DeepLGlossaryList
        {
            Glossaries = [.. glossaries.Where(glossary => glossary.Dictionaries.Count == 1).Select(glossary => DeepLGlossary.Of(glossary, glossary.Dictionaries[0]))],
        });
    }

    private static async Task<Ok<DeepLGlossary>> FindAsync(string id, GlossaryStore store, CancellationToken cancel)
    {
        var glossary = await store.GetAsync(id, "id", cancel);
        return TypedResults.Ok(DeepLGlossary.Of(glossary.Summary, glossary.Only().Summary));
    }

    private static async Task<ContentHttpResult> EntriesAsync(string id, HttpRequest request, GlossaryStore store, CancellationToken cancel)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count > 0 && !accepted.Any(type => new MediaTypeHeaderValue(TsvType).IsSubsetOf(type)))
        {
            var message = $"Entries are answered as {TsvType}; the header Accept must allow that.";
            throw new RequestRefusedException(ProblemKind.UnsupportedMediaType, "Accept", message) { Error = message };
        }

        var glossary = await store.GetAsync(id, "id", cancel);
        return TypedResults.Text(glossary.Only().ToTsv(), $"{TsvType}; charset=utf-8");
    }

    private static Ok<DeepLGlossaryPairs> Pairs(IModelCatalog catalog)
    {
        var served = ServedLanguages.Of(catalog, model: null);
        return TypedResults.Ok(new DeepLGlossaryPairs
        {
            SupportedLanguages =
            [
                .. from source in served.Sources
                   from target in served.TargetsOf(source)
                   select new DeepLGlossaryPair { SourceLang = DeepLLanguages.Small(source), TargetLang = DeepLLanguages.Small(target) },
            ],
        });
    }
}
