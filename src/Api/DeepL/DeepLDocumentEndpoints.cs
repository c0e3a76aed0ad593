using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary>Documents as DeepL does them: sent, asked about, fetched once.</summary>
internal static class DeepLDocumentEndpoints
{
    public static async Task<Ok<DeepLDocument>> UploadAsync(HttpRequest request, DocumentQueue documents, IModelCatalog catalog, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException("The body must be a form.", StatusCodes.Status415UnsupportedMediaType);

        var fields = await DeepLFields.ReadAsync(request, cancel);
        DeepLTranslateEndpoint.CheckOptions(fields);
        var languages = new DeepLLanguages(ServedLanguages.Of(catalog, model: null));
        var upload = await DocumentUpload.ReadAsync(request.Form, fields.One("filename"), cancel);
        if (fields.One("output_format") is { } output && !upload.Format.Endings.Contains($".{output}", StringComparer.OrdinalIgnoreCase))
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "output_format", "a document keeps its format") { Error = "Value for 'output_format' not supported." };

        var job = documents.Accept(upload, languages.Source(fields.One("source_lang")), languages.Target(fields.One("target_lang")));
        return TypedResults.Ok(new DeepLDocument { DocumentId = job.Id, DocumentKey = job.Key });
    }

    public static async Task<Ok<DeepLDocumentStatus>> StatusAsync(string id, HttpRequest request, DocumentQueue documents, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(DeepLDocumentStatus.Of(await FindAsync(id, request, documents, cancel), clock));

    public static async Task<FileContentHttpResult> ResultAsync(
        string id, HttpRequest request, DocumentQueue documents, CharacterCount count, CancellationToken cancel)
    {
        var job = await FindAsync(id, request, documents, cancel);
        if (!job.Result.IsCompletedSuccessfully)
            throw new RequestRefusedException(ProblemKind.NotDone, "document_id", "not done yet") { Error = "Document translation is not done" };

        documents.Forget(job);
        count.Add(job.Characters);
        return TypedResults.File(job.Result.Result, job.Upload.Format.MediaType, job.Upload.NameIn(job.Languages.Target));
    }

    /// <summary>Whoever has not the key learns no more than that there is nothing for them.</summary>
    private static async Task<DocumentJob> FindAsync(string id, HttpRequest request, DocumentQueue documents, CancellationToken cancel)
    {
        var key = (await DeepLFields.ReadAsync(request, cancel)).One("document_key") ?? "";
        return documents.Find(id.ToUpperInvariant()) is { } job && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(job.Key), Encoding.UTF8.GetBytes(key))
            ? job
            : throw new RequestRefusedException(ProblemKind.NotFound, "document_id", "not found") { Error = "Document not found" };
    }
}
