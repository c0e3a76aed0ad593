using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Documents;

/// <summary>Takes the texts out of a document and settles its direction; what cannot be translated is refused here.</summary>
internal sealed class DocumentReader(IOptions<DocumentOptions> options, IOptions<InferenceOptions> inference, SourceDetector detector, IModelCatalog catalog)
{
    public (DocumentParagraphs Paragraphs, LanguagePair Languages) Read(DocumentUpload upload, string? source, string? target)
    {
        var served = ServedLanguages.Of(catalog, model: null);
        var paragraphs = Paragraphs(upload);
        var from = RequestParts.Auto.Equals(source, StringComparison.OrdinalIgnoreCase) ? Detected(paragraphs, served, target) : source;
        return (paragraphs, served.IsSameLanguage(from, target) ? new(from!, target!) : served.Choose(from, target)!);
    }

    /// <summary>The texts of a document.</summary>
    public DocumentParagraphs Paragraphs(DocumentUpload upload)
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
}
