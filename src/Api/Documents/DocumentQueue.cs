using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Documents;

/// <summary>The documents at hand, as jobs.</summary>
internal sealed class DocumentQueue(IOptions<DocumentOptions> options, DocumentReader reader, KeptJobs jobs)
{
    /// <summary>Reads the document and puts it in the line; what cannot be translated is refused here.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="languages">Source and target, as the caller named them.</param>
    /// <param name="terms">Terms of glossaries.</param>
    /// <param name="secret">What a client must show besides the document's id to ask for it; empty where that is nothing.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    public async Task<StoredJob> AcceptAsync(
        DocumentUpload upload, (string? Source, string? Target) languages, IReadOnlyList<GlossaryTerm> terms, string secret, CancellationToken cancel)
    {
        jobs.TakeRequest();   // to read it is work
        var (paragraphs, direction) = reader.Read(upload, languages.Source, languages.Target);
        var job = new StoredJob
        {
            Id = KeptJobs.NewId(),
            Kind = JobKind.Document,
            SecretHash = HashOf(secret),
            Name = upload.Name,
            Languages = direction,
            Terms = terms,
            Texts = paragraphs.Texts.Count,
            Characters = paragraphs.Texts.Sum(text => text.Length),
        };
        return await jobs.AddAsync(job, upload.Content, options.Value.MaxKept, options.Value.Keep, cancel);
    }

    /// <summary>The document of this address; null where there is none, and where it is another key's.</summary>
    public Task<StoredJob?> FindAsync(string id, CancellationToken cancel) => jobs.FindAsync(id, JobKind.Document, cancel);

    /// <summary>The same for a client that must show a secret.</summary>
    public async Task<StoredJob?> FindAsync(string id, string secret, CancellationToken cancel) =>
        await FindAsync(id, cancel) is { } job && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(job.SecretHash)) ? job : null;

    private static string HashOf(string secret) => secret.Length == 0 ? "" : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
