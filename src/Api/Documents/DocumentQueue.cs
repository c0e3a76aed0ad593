using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Documents;

/// <summary>The documents at hand, and the line of those that wait.</summary>
internal sealed class DocumentQueue(
    IOptions<DocumentOptions> options, IOptions<InferenceOptions> inference, SourceDetector detector, IModelCatalog catalog, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DocumentJob> _jobs = new();
    private readonly Channel<DocumentJob> _waiting = Channel.CreateUnbounded<DocumentJob>(new() { SingleReader = true });   // bounded by what is kept
    private readonly Lock _door = new();

    public ChannelReader<DocumentJob> Waiting => _waiting.Reader;

    /// <summary>Reads the document and puts it in the line; what cannot be translated is refused here.</summary>
    public DocumentJob Accept(DocumentUpload upload, string? source, string? target)
    {
        var served = ServedLanguages.Of(catalog, model: null);
        var paragraphs = Read(upload);
        var from = RequestTranslator.Auto.Equals(source, StringComparison.OrdinalIgnoreCase) ? Detected(paragraphs, served, target) : source;
        var languages = served.IsSameLanguage(from, target) ? new(from!, target!) : served.Choose(from, target)!;
        var job = new DocumentJob(upload, paragraphs, languages) { CreatedAt = clock.GetTimestamp() };

        lock (_door)
        {
            ForgetOld();
            if (_jobs.Count >= options.Value.MaxKept)
                throw new TranslationException(TranslationFailure.QueueFull, $"The service keeps {options.Value.MaxKept} documents already; try again later.");

            _jobs[job.Id] = job;
            _waiting.Writer.TryWrite(job);
        }

        return job;
    }

    public DocumentJob? Find(string id)
    {
        ForgetOld();
        return _jobs.GetValueOrDefault(id);
    }

    public void Forget(DocumentJob job)
    {
        if (_jobs.TryRemove(job.Id, out _))
            job.Abandoned.Cancel();
    }

    private DocumentParagraphs Read(DocumentUpload upload)
    {
        try
        {
            return DocumentFormats.Read(upload.Format, upload.Content, options.Value.Limits(inference.Value.MaxTextCharacters));
        }
        catch (DocumentException error)
        {
            throw new RequestRefusedException(error.IsTooLarge ? ProblemKind.TooLarge : ProblemKind.UnreadableDocument, "file", error.Message) { Error = error.Message };
        }
    }

    /// <summary>A document is in one language: that of its beginning.</summary>
    private string? Detected(DocumentParagraphs paragraphs, ServedLanguages served, string? target) =>
        served.SourcesFor(target) is { Count: > 0 } candidates ? detector.Choose(string.Join('\n', paragraphs.Texts.Take(100)), candidates).Language : null;

    private void ForgetOld()
    {
        foreach (var job in _jobs.Values.Where(job => clock.GetElapsedTime(job.CreatedAt) > options.Value.Keep))
            Forget(job);
    }
}
