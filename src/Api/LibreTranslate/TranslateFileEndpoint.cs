using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.LibreTranslate;

/// <summary><c>POST /translate_file</c> and <c>GET /download_file/…</c>.</summary>
internal static class TranslateFileEndpoint
{
    public static void MapTranslateFile(this WebApplication app)
    {
        app.MapPost("/translate_file", TranslateAsync)
            .WithDocument(app.Services)
            .WithScope(Scopes.Documents, inBody: true)
            .WithName("TranslateFile")
            .WithTags("LibreTranslate")
            .WithSummary("Translate a document.")
            .WithDescription("A multipart form with `file`, `source` (or `auto`) and `target`. Answers when the document is translated, with the address to fetch it from.")
            .WithProblems(
                ProblemKind.InvalidRequest, ProblemKind.UnreadableDocument, ProblemKind.UnsupportedLanguage, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType,
                ProblemKind.JobFailed, ProblemKind.QuotaUsedUp, ProblemKind.AtCapacity, ProblemKind.JobsUnavailable, ProblemKind.NoModel);

        app.MapRead("/download_file/{name}", DownloadAsync)
            .WithScope(Scopes.Documents)
            .WithName("DownloadFile")
            .WithTags("LibreTranslate")
            .WithSummary("Fetch a translated document.")
            .WithDescription("The address that `POST /translate_file` answered, as often as is liked while the document is kept.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.JobsUnavailable);
    }

    private static async Task<Ok<TranslatedFile>> TranslateAsync(HttpRequest request, DocumentQueue documents, KeptJobs jobs, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException("The body must be a form.", StatusCodes.Status415UnsupportedMediaType);

        var form = await request.ReadFormAsync(cancel);
        var upload = await DocumentUpload.ReadAsync(form, name: null, cancel);
        var job = await documents.AcceptAsync(upload, (form["source"], form["target"]), terms: [], secret: "", cancel);
        await WaitForAsync(job, jobs, cancel);
        var name = Uri.EscapeDataString($"{job.Id}.{job.TranslatedName()}");
        return TypedResults.Ok(new TranslatedFile { TranslatedFileUrl = $"{request.Scheme}://{request.Host}{request.PathBase}/download_file/{name}" });
    }

    /// <summary>A document that failed, and one that nobody waits for any more, is not kept.</summary>
    internal static async Task WaitForAsync(StoredJob job, KeptJobs jobs, CancellationToken cancel)
    {
        var isDone = false;
        try
        {
            var end = await jobs.EndOfAsync(job, cancel);
            isDone = end?.State is JobState.Done;
            if (!isDone)
                throw new RequestRefusedException(ProblemKind.JobFailed, "file", end?.Error ?? "it was removed before it was translated");
        }
        finally
        {
            if (!isDone)
                await ForgetAsync(job, jobs);
        }
    }

    /// <summary>Where that cannot be done the job goes when it has been kept long enough; why it was to be forgotten is what the caller must hear of.</summary>
    private static async Task ForgetAsync(StoredJob job, KeptJobs jobs)
    {
        try
        {
            await jobs.ForgetAsync(job, CancellationToken.None);
        }
        catch (RequestRefusedException)
        {
            // The store cannot be used, and has logged it.
        }
    }

    private static async Task<FileContentHttpResult> DownloadAsync(string name, DocumentQueue documents, KeptJobs jobs, CancellationToken cancel)
    {
        if (name.Split('.', 2) is not [var id, var file] || await documents.FindAsync(id, cancel) is not { State: JobState.Done } job || await jobs.ResultAsync(job, cancel) is not { } result)
            throw new RequestRefusedException(ProblemKind.NotFound, "name", "there is no such file, or it is no longer kept");

        return TypedResults.File(result, job.Format().MediaType, file);
    }
}
