using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>Glossaries that are kept, in our own shape.</summary>
internal static class GlossaryEndpoints
{
    private const string Routes = "/glossaries";
    private const string Tag = "Glossaries";

    private static readonly ProblemKind[] OfBodies =
    [
        ProblemKind.InvalidRequest, ProblemKind.UnreadableRequest, ProblemKind.UnsupportedLanguage, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType,
        ProblemKind.GlossariesUnavailable, ProblemKind.NoModel,
    ];

    public static void MapGlossaries(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup("").WithScope(Scopes.Translate);
        app.MapPost(Routes, AddAsync)
            .WithName("AddGlossary").WithTags(Tag)
            .WithSummary("Keep a glossary.")
            .WithDescription("`options.glossaryId` of `POST /translate` names it by the `id` of the answer. The direction must be one that is served.")
            .WithProblems(OfBodies);

        app.MapRead(Routes, ListAsync)
            .WithName("Glossaries").WithTags(Tag)
            .WithSummary("List the glossaries.")
            .WithDescription("All that are kept, the oldest first, without their entries.")
            .WithProblems(ProblemKind.GlossariesUnavailable);

        app.MapRead($"{Routes}/{{id}}", FindAsync)
            .WithName("Glossary").WithTags(Tag)
            .WithSummary("Read a glossary.")
            .WithDescription("With its entries, in the order in which they were sent.")
            .WithProblems(ProblemKind.InvalidRequest, ProblemKind.UnknownGlossary, ProblemKind.GlossariesUnavailable);

        app.MapPut($"{Routes}/{{id}}", ReplaceAsync)
            .WithName("ReplaceGlossary").WithTags(Tag)
            .WithSummary("Replace a glossary.")
            .WithDescription("Its name, languages and entries become those of the request; `id` and `createdAt` stay. Requests that follow use it, on every instance that shares the database.")
            .WithProblems([.. OfBodies, ProblemKind.UnknownGlossary]);

        app.MapDelete($"{Routes}/{{id}}", DeleteAsync)
            .WithName("DeleteGlossary").WithTags(Tag)
            .WithSummary("Delete a glossary.")
            .WithDescription("Requests that have begun go on with its entries. The answer has no body.")
            .WithProblems(ProblemKind.UnknownGlossary, ProblemKind.GlossariesUnavailable);
    }

    private static async Task<Created<GlossaryAnswer>> AddAsync(
        GlossaryRequest request, GlossaryStore store, GlossaryCheck check, TimeProvider clock, CancellationToken cancel)
    {
        var (name, dictionary) = check.Read(request);
        var glossary = check.WithinLimits(Glossary.New(name, [dictionary], clock));
        await store.AddAsync(glossary, cancel);
        return TypedResults.Created($"{Routes}/{glossary.Id}", GlossaryAnswer.Of(glossary, dictionary));
    }

    private static async Task<Ok<GlossaryList>> ListAsync(GlossaryStore store, CancellationToken cancel)
    {
        var glossaries = await store.ListAsync(cancel);
        return TypedResults.Ok(new GlossaryList
        {
            Glossaries = [.. glossaries.SelectMany(glossary => glossary.Dictionaries.Select(dictionary => GlossaryAnswer.Of(glossary, dictionary)))],
        });
    }

    private static async Task<Ok<GlossaryAnswer>> FindAsync(string id, GlossaryStore store, CancellationToken cancel)
    {
        var glossary = await store.GetAsync(id, "id", cancel);
        return TypedResults.Ok(GlossaryAnswer.Of(glossary, glossary.Only()));
    }

    private static async Task<Ok<GlossaryAnswer>> ReplaceAsync(
        string id, GlossaryRequest request, GlossaryStore store, GlossaryCheck check, CancellationToken cancel)
    {
        var (name, dictionary) = check.Read(request);
        var changed = await store.ChangeAsync(id, old => Replaced(old, name, dictionary, check), cancel);
        return TypedResults.Ok(GlossaryAnswer.Of(changed, dictionary));
    }

    private static Glossary Replaced(Glossary old, string name, GlossaryDictionary dictionary, GlossaryCheck check)
    {
        old.Only();   // what has several is not replaced by one unseen
        return check.WithinLimits(old with { Name = name, Dictionaries = [dictionary] });
    }

    private static async Task<NoContent> DeleteAsync(string id, GlossaryStore store, CancellationToken cancel)
    {
        await store.DeleteAsync(id, cancel);
        return TypedResults.NoContent();
    }
}
