using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>Sends sentences through their model's queue; those whose translations the guards find fault with go through it once more.</summary>
internal sealed class TextDecoding(LoadedModel model, Ticket ticket, TimeProvider time, CancellationToken cancel)
{
    /// <summary>Takes places in the waiting line for all sentences, or says why for none of them.</summary>
    public TranslationException? Offer(IReadOnlyList<Sentence> sentences) => Offer(JobsOf(sentences), ticket);

    /// <summary>Waits for sentences that are in the line, and for their second decoding.</summary>
    public async Task<DecodedSentence[]> FinishAsync(IReadOnlyList<Sentence> sentences)
    {
        var decoded = await ResultsOf(JobsOf(sentences), Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        return model.Directions.Count == 0 ? decoded : [.. decoded, .. await DecodeAgainAsync(sentences).ConfigureAwait(false)];
    }

    /// <summary>Where the line has no room for what is to be decoded once more, it is not done in time, or it fails, the first translations stand.</summary>
    private async Task<DecodedSentence[]> DecodeAgainAsync(IReadOnlyList<Sentence> sentences)
    {
        var jobs = sentences.SelectMany(sentence => sentence.Reconsider()).ToList();
        if (jobs.Count == 0)
            return [];

        try
        {
            return Offer(jobs, ticket with { IsSecond = true }) is null ? await ResultsOf(jobs, TimeLeft()).ConfigureAwait(false) : [];
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return [];   // what fails in the engine is logged there; of what is late, the end of the request frees the rows
        }
    }

    /// <summary>Until the first translations must be on their way.</summary>
    private TimeSpan TimeLeft()
    {
        if (ticket.Deadline is not { } deadline)
            return Timeout.InfiniteTimeSpan;

        var left = time.GetElapsedTime(time.GetTimestamp(), deadline) - Admission.WayBack;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>What was translated before needs no place.</summary>
    private TranslationException? Offer(List<Job> jobs, Ticket with)
    {
        var open = model.Cache is { } cache ? jobs.FindAll(job => !IsRemembered(job, cache)) : jobs;
        return open.Count > 0 ? model.Queue.Offer(open, with) : null;
    }

    private bool IsRemembered(Job job, TranslationCache cache)
    {
        if (cache.Find(job) is { } hypotheses)
            job.CompleteFrom(hypotheses, time.GetTimestamp());
        else
            job.Cache = cache;

        return job.IsEnded;
    }

    private Task<DecodedSentence[]> ResultsOf(IEnumerable<Job> jobs, TimeSpan limit)
    {
        var all = Task.WhenAll(jobs.Select(job => job.Result));
        _ = all.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);   // looked at: the caller may have left
        return all.WaitAsync(limit, time, cancel);
    }

    private static List<Job> JobsOf(IEnumerable<Sentence> sentences) => [.. sentences.SelectMany(sentence => sentence.Jobs)];
}
