using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Documents;

/// <summary>
/// Translates a document a few texts at a time, so that what people wait for never stands behind a whole book, and waits where the line is full.
/// </summary>
internal sealed class DocumentTranslator(RequestTranslator translator, IOptions<ApiOptions> limits, TimeProvider clock)
{
    private const int TextsAtOnce = 16;
    private const int CharactersAtOnce = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<byte[]> TranslateAsync(DocumentJob job, CancellationToken cancel)
    {
        var texts = job.Paragraphs.Texts;
        var (translations, aligns) = (new List<AlignedTranslation>(texts.Count), job.Paragraphs.NeedsAlignment);
        while (translations.Count < texts.Count)
        {
            var batch = Batch(texts, translations.Count);
            try
            {
                var answer = await translator.TranslateAsync(Request(job, batch, aligns), cancel);
                translations.AddRange(answer.Texts.Select(text => new AlignedTranslation(text.Text, [.. text.Sentences.SelectMany(sentence => sentence.Alignment ?? [])])));
                job.Done = translations.Count;
            }
            catch (TranslationException full) when (full.Failure is TranslationFailure.QueueFull)
            {
                await Task.Delay(Pause, clock, cancel);
            }
            catch (TranslationException without) when (aligns && without.Failure is TranslationFailure.InvalidOption)
            {
                aligns = false;   // a model without attention: tags keep their order
            }
        }

        return job.Paragraphs.Write(translations, job.Languages);
    }

    private List<string> Batch(IReadOnlyList<string> texts, int from)
    {
        var batch = new List<string>();
        for (var characters = 0; from + batch.Count < texts.Count && batch.Count < Math.Min(TextsAtOnce, limits.Value.MaxTexts);)
        {
            characters += texts[from + batch.Count].Length;
            if (batch.Count > 0 && characters > CharactersAtOnce)
                break;

            batch.Add(texts[from + batch.Count]);
        }

        return batch;
    }

    private static TranslateRequest Request(DocumentJob job, IReadOnlyList<string> texts, bool aligns) => new()
    {
        Q = new(texts, IsArray: true),
        Source = job.Languages.Source,
        Target = job.Languages.Target,
        Options = aligns ? new() { Alignment = true } : null,
    };
}
