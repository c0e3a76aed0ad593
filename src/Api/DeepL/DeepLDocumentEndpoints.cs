using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary>Documents as DeepL does them: sent, asked about, fetched once.</summary>
internal static class DeepLDocumentEndpoints
{
    public static async Task<Ok<DeepLDocument>> UploadAsync(
        HttpRequest request, DocumentQueue documents, StoredTerms glossaries, IModelCatalog catalog, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException("The body must be a form.", StatusCodes.Status415UnsupportedMediaType);

        var fields = await DeepLFields.ReadAsync(request, cancel);
        DeepLTranslateEndpoint.CheckOptions(fields);
        var languages = DeepLLanguages.Of(catalog);
        var upload = await DocumentUpload.ReadAsync(request.Form, fields.One("filename"), cancel);
        if (fields.One("output_format") is { } output && !upload.Format.Endings.Contains($".{output}", StringComparer.OrdinalIgnoreCase))
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "output_format", "a document keeps its format") { Error = "Value for 'output_format' not supported." };

        var (source, target) = (languages.Source(fields.One("source_lang")), languages.Target(fields.One("target_lang")));
        var terms = await DeepLGlossaryFields.TermsAsync(fields, new(source, target), glossaries, cancel);
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var job = await documents.AcceptAsync(upload, (source, target), terms, key, cancel);
        return TypedResults.Ok(new DeepLDocument { DocumentId = job.Id, DocumentKey = key });
    }

    public static async Task<Ok<DeepLDocumentStatus>> StatusAsync(string id, HttpRequest request, DocumentQueue documents, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(DeepLDocumentStatus.Of(await FindAsync(id, request, documents, cancel), clock));

    public static async Task<FileContentHttpResult> ResultAsync(
        string id, HttpRequest request, DocumentQueue documents, KeptJobs jobs, CharacterCount count, CancellationToken cancel)
    {
        var job = await FindAsync(id, request, documents, cancel);
        if (job.State is not JobState.Done)
            throw new RequestRefusedException(ProblemKind.NotDone, "document_id", "not done yet") { Error = "Document translation is not done" };

        var result = await jobs.ResultAsync(job, cancel);
        if (result is null || !await jobs.ForgetAsync(job, cancel))
            throw NotFound();   // somebody else fetched it in the same moment

        count.Add(job.Characters);
        return TypedResults.File(result, job.Format().MediaType, job.TranslatedName());
    }

    /// <summary>Whoever has not the key learns no more than that there is nothing for them.</summary>
    private static async Task<StoredJob> FindAsync(string id, HttpRequest request, DocumentQueue documents, CancellationToken cancel)
    {
        var key = (await DeepLFields.ReadAsync(request, cancel)).One("document_key") ?? "";
        return key.Length > 0 && await documents.FindAsync(id, key, cancel) is { } job ? job : throw NotFound();
    }

    private static RequestRefusedException NotFound() => new(ProblemKind.NotFound, "document_id", "not found") { Error = "Document not found" };
}
