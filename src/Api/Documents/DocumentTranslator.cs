using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Documents;

/// <summary>Translates the texts of a document and puts them back into their places.</summary>
internal sealed class DocumentTranslator(PatientTranslator translator)
{
    public async Task<byte[]> TranslateAsync(DocumentParagraphs document, StoredJob job, IProgress<int> done, CancellationToken cancel)
    {
        var texts = document.Texts;
        var (translations, aligns) = (new List<AlignedTranslation>(texts.Count), document.NeedsAlignment);
        while (translations.Count < texts.Count)
        {
            try
            {
                var answer = await translator.TranslateAsync(Request(job, translator.Bite(texts, translations.Count), aligns), job, cancel);
                translations.AddRange(answer.Texts.Select(text => new AlignedTranslation(text.Text, [.. text.Sentences.SelectMany(sentence => sentence.Alignment ?? [])])));
                done.Report(translations.Count);
            }
            catch (TranslationException without) when (aligns && without.Failure is TranslationFailure.InvalidOption)
            {
                aligns = false;   // a model without attention: tags keep their order
            }
        }

        return document.Write(translations, job.Languages);
    }

    private static TranslateRequest Request(StoredJob job, IReadOnlyList<string> texts, bool aligns) => new()
    {
        Q = new(texts, IsArray: true),
        Source = job.Languages.Source,
        Target = job.Languages.Target,
        Options = aligns ? new() { Alignment = true } : null,
    };
}
