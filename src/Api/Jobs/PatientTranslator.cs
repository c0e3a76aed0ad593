using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Jobs;

/// <summary>
/// Translates for nobody who waits: a few texts at a time, so that what people wait for never stands behind a whole book, and later where the line is full.
/// </summary>
internal sealed class PatientTranslator(RequestTranslator translator, IOptions<ApiOptions> limits, TimeProvider clock)
{
    private const int TextsAtOnce = 16;
    private const int CharactersAtOnce = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The texts from a place on that go together.</summary>
    public List<string> Bite(IReadOnlyList<string> texts, int from)
    {
        var bite = new List<string>();
        for (var characters = 0; from + bite.Count < texts.Count && bite.Count < Math.Min(TextsAtOnce, limits.Value.MaxTexts);)
        {
            characters += texts[from + bite.Count].Length;
            if (bite.Count > 0 && characters > CharactersAtOnce)
                break;

            bite.Add(texts[from + bite.Count]);
        }

        return bite;
    }

    /// <param name="request">A bite of the job's texts.</param>
    /// <param name="job">Whose share of the engines it takes, and its terms.</param>
    /// <param name="cancel">Nobody wants it any more.</param>
    public async Task<AnsweredRequest> TranslateAsync(TranslateRequest request, StoredJob job, CancellationToken cancel)
    {
        while (true)
        {
            var outcome = await translator.TranslateAsync(request, Sender.OfJob(job.Sender), cancel, new() { Terms = job.Terms });
            if (outcome.Refusal is not { Failure: TranslationFailure.QueueFull } full)
                return outcome.OrThrow();

            await Task.Delay(full.RetryAfter ?? Pause, clock, cancel);
        }
    }
}
