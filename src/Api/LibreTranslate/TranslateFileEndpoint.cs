using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.LibreTranslate;

/// <summary><c>POST /translate_file</c> and <c>GET /download_file/…</c>.</summary>
internal static class TranslateFileEndpoint
{
    public static void MapTranslateFile(this WebApplication app)
    {
        app.MapPost("/translate_file", TranslateAsync)
            .WithDocument(app.Services)
            .WithName("TranslateFile")
            .WithTags("LibreTranslate")
            .WithSummary("Translate a document.")
            .WithDescription("A multipart form with `file`, `source` (or `auto`) and `target`. Answers when the document is translated, with the address to fetch it from.")
            .WithProblems(
                ProblemKind.InvalidRequest, ProblemKind.UnreadableDocument, ProblemKind.UnsupportedLanguage, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType,
                ProblemKind.AtCapacity, ProblemKind.NoModel);

        app.MapRead("/download_file/{name}", Download).ExcludeFromDescription();
    }

    private static async Task<Ok<TranslatedFile>> TranslateAsync(HttpRequest request, DocumentQueue documents, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException("The body must be a form.", StatusCodes.Status415UnsupportedMediaType);

        var form = await request.ReadFormAsync(cancel);
        var upload = await DocumentUpload.ReadAsync(form, name: null, cancel);
        var job = documents.Accept(upload, form["source"], form["target"]);
        try
        {
            await job.Result.WaitAsync(cancel);
        }
        catch
        {
            documents.Forget(job);   // failed, or nobody waits any more
            throw;
        }

        var name = Uri.EscapeDataString($"{job.Id}.{upload.NameIn(job.Languages.Target)}");
        return TypedResults.Ok(new TranslatedFile { TranslatedFileUrl = $"{request.Scheme}://{request.Host}{request.PathBase}/download_file/{name}" });
    }

    private static FileContentHttpResult Download(string name, DocumentQueue documents)
    {
        if (name.Split('.', 2) is not [var id, var file] || documents.Find(id) is not { Result.IsCompletedSuccessfully: true } job)
            throw new RequestRefusedException(ProblemKind.NotFound, "name", "there is no such file, or it is no longer kept");

        return TypedResults.File(job.Result.Result, job.Upload.Format.MediaType, file);
    }
}
