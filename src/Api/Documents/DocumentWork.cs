using Seq2SeqService.Api.Jobs;

namespace Seq2SeqService.Api.Documents;

/// <summary>Translates a document that was kept as its bytes: it is read once more, by whichever instance works on it.</summary>
internal sealed class DocumentWork(DocumentReader reader, DocumentTranslator translator) : IJobWork
{
    public JobKind Kind => JobKind.Document;

    public Task<byte[]> DoAsync(StoredJob job, byte[] content, IProgress<int> done, CancellationToken cancel)
    {
        var document = reader.Paragraphs(new(job.Name, job.Format(), content));
        return translator.TranslateAsync(document, job, done, cancel);
    }
}
