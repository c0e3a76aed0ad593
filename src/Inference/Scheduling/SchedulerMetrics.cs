using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// What one model's engines do, counted for whoever listens to the meter. Rows of steps ÷ steps is how full the batches are; source tokens
/// ÷ padded source tokens is what padding leaves of the encoder's work. Counting allocates nothing.
/// </summary>
internal sealed class SchedulerMetrics
{
    public const string MeterName = Instrumentation.Name;

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("nmt_steps", "{step}", "Decoding steps.");

    private static readonly Counter<long> StepRows = Meter.CreateCounter<long>("nmt_step_rows", "{row}", "Rows of all decoding steps.");

    private static readonly Counter<long> EncoderBatches = Meter.CreateCounter<long>(
        "nmt_encoder_batches", "{batch}", "Times that sentences were encoded together.");

    private static readonly Counter<long> SourceTokens = Meter.CreateCounter<long>("nmt_source_tokens", "{token}", "Source tokens encoded.");

    private static readonly Counter<long> PaddedSourceTokens = Meter.CreateCounter<long>(
        "nmt_source_tokens_padded", "{token}", "Source tokens encoded, each sentence padded to the longest that is encoded with it.");

    private static readonly Counter<long> Sentences = Meter.CreateCounter<long>(
        "nmt_sentences", "{sentence}",
        "Sentences by outcome: answered, failed, cancelled while an engine decoded them, or abandoned in the waiting line because nobody waited any more.");

    private static readonly Counter<long> TargetTokens = Meter.CreateCounter<long>("nmt_target_tokens", "{token}", "Tokens of the best outputs, as they were answered.");

    private static readonly UpDownCounter<long> RunningSentences = Meter.CreateUpDownCounter<long>(
        "nmt_running_sentences", "{sentence}", "Sentences that are being decoded.");

    private static readonly UpDownCounter<long> WaitingSentences = Meter.CreateUpDownCounter<long>(
        "nmt_waiting_sentences", "{sentence}", "Sentences in the waiting line.");

    private static readonly UpDownCounter<long> WaitingTokens = Meter.CreateUpDownCounter<long>(
        "nmt_waiting_tokens", "{token}", "Source tokens of the sentences in the waiting line.");

    private static readonly Counter<long> RefusedTexts = Meter.CreateCounter<long>(
        "nmt_refused_texts", "{text}", "Texts that were refused at the line's door, by reason: full, late because they would not have been done before their deadline, stopping.");

    private static readonly Counter<long> ShrunkBatches = Meter.CreateCounter<long>(
        "nmt_batch_halvings", "{halving}", "Times that the most rows and tokens of a batch were halved, as the engine's memory was not enough.");

    private static readonly Histogram<double> WaitingTime = Meter.CreateHistogram(
        "nmt_waiting_time", "s", "Time that a sentence waited before it was encoded.", tags: null, Instrumentation.Durations);

    private static readonly Histogram<double> EncodingTime = Meter.CreateHistogram(
        "nmt_encoding_time", "s", "Time to encode the sentences that join together; those that run wait for it.", tags: null, Instrumentation.Durations);

    private static readonly Histogram<double> DecodingTime = Meter.CreateHistogram(
        "nmt_decoding_time", "s", "Time from a sentence's encoding to the end of its output.", tags: null, Instrumentation.Durations);

    private readonly KeyValuePair<string, object?> _model;

    public SchedulerMetrics(string model)
    {
        _model = new("model", model);
        ShrunkBatches.Add(0, _model);
        foreach (var outcome in (string[])["answered", "failed", "cancelled", "abandoned"])
            Left(outcome, 0);   // shown before it happens: what begins with 1 has not risen, and an alert would miss it
    }

    public void Enqueued(Job job) => Waiting(1, job);

    /// <summary>Taken by an engine, or abandoned.</summary>
    public void Dequeued(Job job) => Waiting(-1, job);

    public void Refused(string reason) => RefusedTexts.Add(1, _model, new("reason", reason));

    public void Shrunk() => ShrunkBatches.Add(1, _model);

    public void Started(TimeSpan waited) => WaitingTime.Record(waited.TotalSeconds, _model);

    public void Encoded(IReadOnlyList<DecodingGroup> groups, TimeSpan took)
    {
        var (tokens, longest) = (0, 0);
        for (var i = 0; i < groups.Count; i++)
        {
            tokens += groups[i].Source.Length;
            longest = Math.Max(longest, groups[i].Source.Length);
        }

        EncodingTime.Record(took.TotalSeconds, _model);
        EncoderBatches.Add(1, _model);
        SourceTokens.Add(tokens, _model);
        PaddedSourceTokens.Add((long)longest * groups.Count, _model);
    }

    public void Stepped(int rows)
    {
        Steps.Add(1, _model);
        StepRows.Add(rows, _model);
    }

    /// <summary>Sentences that join the running ones, or below zero leave them.</summary>
    public void Running(int change) => RunningSentences.Add(change, _model);

    public void Answered(int tokens, TimeSpan decoding)
    {
        TargetTokens.Add(tokens, _model);
        DecodingTime.Record(decoding.TotalSeconds, _model);
        Left("answered");
    }

    public void Failed() => Left("failed");

    public void Cancelled() => Left("cancelled");

    /// <summary>Left the line before an engine took it.</summary>
    public void Abandoned() => Left("abandoned");

    private void Waiting(int sign, Job job)
    {
        WaitingSentences.Add(sign, _model);
        WaitingTokens.Add(sign * job.Source.Length, _model);
    }

    private void Left(string outcome, int sentences = 1) => Sentences.Add(sentences, _model, new("outcome", outcome));
}
