using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Texts for which nobody waits: sent, asked about, fetched.</summary>
internal static class JobEndpoints
{
    private const string Routes = "/jobs";
    private const string Tag = "Jobs";

    public static void MapJobs(this WebApplication routes)
    {
        var app = routes.MapGroup("").WithScope(Scopes.Translate);
        app.MapPost(Routes, AddAsync)
            .WithMetadata(new BodyLimit(routes.Services.GetRequiredService<IOptions<JobOptions>>().Value.MaxBodyBytes))
            .WithName("AddJob").WithTags(Tag)
            .WithSummary("Send many texts to be translated later.")
            .WithDescription(
                "Takes what `POST /translate` takes, with more texts and without `options.attention` and `options.deadlineMs`, and answers at once with the address to ask at. "
                + "Documents go to the routes for documents.")
            .WithProblems(
                ProblemKind.InvalidRequest, ProblemKind.UnreadableRequest, ProblemKind.UnsupportedLanguage, ProblemKind.UnknownModel, ProblemKind.TooLarge,
                ProblemKind.UnsupportedMediaType, ProblemKind.QuotaUsedUp, ProblemKind.AtCapacity, ProblemKind.JobsUnavailable, ProblemKind.NoModel);

        app.MapRead($"{Routes}/{{id}}", FindAsync)
            .WithName("Job").WithTags(Tag)
            .WithSummary("Ask how far a job is.")
            .WithDescription("Any instance answers that shares the store.")
            .WithProblems(ProblemKind.UnknownJob, ProblemKind.JobsUnavailable);

        app.MapRead($"{Routes}/{{id}}/result", ResultAsync)
            .Produces<TranslateResponse>()
            .WithName("JobResult").WithTags(Tag)
            .WithSummary("Fetch the translations of a job that is done.")
            .WithDescription(
                "What `POST /translate` answers, as often as is liked until the job expires. `model` is absent where a newer version took over before the job was done, "
                + "or all texts were in the language wanted already.")
            .WithProblems(ProblemKind.UnknownJob, ProblemKind.JobFailed, ProblemKind.NotDone, ProblemKind.JobsUnavailable);

        app.MapDelete($"{Routes}/{{id}}", DeleteAsync)
            .WithName("DeleteJob").WithTags(Tag)
            .WithSummary("Remove a job.")
            .WithDescription("With its texts and its result; work on it ends within seconds. The answer has no body.")
            .WithProblems(ProblemKind.UnknownJob, ProblemKind.JobsUnavailable);
    }

    private static async Task<Accepted<JobAnswer>> AddAsync(
        TranslateRequest request, TextsCheck check, TextsWork work, KeptJobs jobs, IOptions<JobOptions> options, CancellationToken cancel)
    {
        var terms = await check.AcceptAsync(request, cancel);
        var texts = request.Q!.Texts;
        var job = new StoredJob
        {
            Id = KeptJobs.NewId(), Kind = JobKind.Texts, Terms = terms, Texts = texts.Count, Characters = texts.Sum(text => text.Length),
        };
        var kept = await jobs.AddAsync(job, work.ContentOf(WithoutGlossary(request)), options.Value.MaxKept, options.Value.Keep, cancel);
        return TypedResults.Accepted($"{Routes}/{kept.Id}", await FirstAnswerAsync(kept, jobs, cancel));
    }

    private static async Task<Ok<JobAnswer>> FindAsync(string id, KeptJobs jobs, CancellationToken cancel) =>
        TypedResults.Ok(await AnswerAsync(await GetAsync(id, jobs, cancel), jobs, cancel));

    private static async Task<FileContentHttpResult> ResultAsync(string id, KeptJobs jobs, CancellationToken cancel)
    {
        var job = await GetAsync(id, jobs, cancel);
        return job.State switch
        {
            JobState.Done => TypedResults.Bytes(await jobs.ResultAsync(job, cancel) ?? throw Unknown(id), "application/json; charset=utf-8"),
            JobState.Failed => throw new RequestRefusedException(ProblemKind.JobFailed, "id", job.Error),
            _ => throw new RequestRefusedException(ProblemKind.NotDone, "id", $"{job.Done} of {job.Texts} texts are translated"),
        };
    }

    private static async Task<NoContent> DeleteAsync(string id, KeptJobs jobs, CancellationToken cancel)
    {
        await jobs.ForgetAsync(await GetAsync(id, jobs, cancel), cancel);
        return TypedResults.NoContent();
    }

    private static async Task<JobAnswer> AnswerAsync(StoredJob job, KeptJobs jobs, CancellationToken cancel) =>
        JobAnswer.Of(job, job.State is JobState.Waiting ? await jobs.CountBeforeAsync(job, cancel) : null);

    /// <summary>The job is kept and will be done: where the store is away behind that, its place in the line is not told.</summary>
    private static async Task<JobAnswer> FirstAnswerAsync(StoredJob job, KeptJobs jobs, CancellationToken cancel)
    {
        try
        {
            return await AnswerAsync(job, jobs, cancel);
        }
        catch (RequestRefusedException away) when (away.Kind == ProblemKind.JobsUnavailable)
        {
            return JobAnswer.Of(job, position: null);
        }
    }

    private static async Task<StoredJob> GetAsync(string id, KeptJobs jobs, CancellationToken cancel) =>
        await jobs.FindAsync(id, JobKind.Texts, cancel) ?? throw Unknown(id);

    /// <summary>Its terms are kept with the job: whoever works on it is not the caller, and may not read the glossary.</summary>
    private static TranslateRequest WithoutGlossary(TranslateRequest request) =>
        request.Options?.GlossaryId is null ? request : request with { Options = request.Options with { GlossaryId = null } };

    private static RequestRefusedException Unknown(string id) =>
        new(ProblemKind.UnknownJob, "id", $"there is no job '{Excerpt.Of(id, 40)}', or it is no longer kept");
}
