using System.Diagnostics.Metrics;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Scheduling;

/// <summary>
/// What one model's engines do, counted for whoever listens to the meter. Rows of steps ÷ steps is how full the batches are; source tokens
/// ÷ padded source tokens is what padding leaves of the encoder's work. Counting allocates nothing.
/// </summary>
internal sealed class SchedulerMetrics(string model)
{
    public const string MeterName = "Seq2SeqService.Inference";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("nmt_steps", "{step}", "Decoding steps.");

    private static readonly Counter<long> StepRows = Meter.CreateCounter<long>("nmt_step_rows", "{row}", "Rows of all decoding steps.");

    private static readonly Counter<long> EncoderBatches = Meter.CreateCounter<long>(
        "nmt_encoder_batches", "{batch}", "Times that sentences were encoded together.");

    private static readonly Counter<long> SourceTokens = Meter.CreateCounter<long>("nmt_source_tokens", "{token}", "Source tokens encoded.");

    private static readonly Counter<long> PaddedSourceTokens = Meter.CreateCounter<long>(
        "nmt_source_tokens_padded", "{token}", "Source tokens encoded, each sentence padded to the longest that is encoded with it.");

    private static readonly Counter<long> Sentences = Meter.CreateCounter<long>(
        "nmt_sentences", "{sentence}", "Sentences that an engine was given and that left it, by outcome: answered, failed, or cancelled because nobody waits any more.");

    private static readonly UpDownCounter<long> WaitingSentences = Meter.CreateUpDownCounter<long>(
        "nmt_waiting_sentences", "{sentence}", "Sentences in the waiting line.");

    private static readonly UpDownCounter<long> WaitingTokens = Meter.CreateUpDownCounter<long>(
        "nmt_waiting_tokens", "{token}", "Source tokens of the sentences in the waiting line.");

    private static readonly Histogram<double> WaitingTime = Meter.CreateHistogram<double>(
        "nmt_waiting_time", "s", "Time that a sentence waited before it was encoded.");

    private readonly KeyValuePair<string, object?> _model = new("model", model);

    public void Enqueued(Job job) => Waiting(1, job);

    /// <summary>Taken by an engine, or abandoned.</summary>
    public void Dequeued(Job job) => Waiting(-1, job);

    public void Started(TimeSpan waited) => WaitingTime.Record(waited.TotalSeconds, _model);

    public void Encoded(IReadOnlyList<DecodingGroup> groups)
    {
        var (tokens, longest) = (0, 0);
        for (var i = 0; i < groups.Count; i++)
        {
            tokens += groups[i].Source.Length;
            longest = Math.Max(longest, groups[i].Source.Length);
        }

        EncoderBatches.Add(1, _model);
        SourceTokens.Add(tokens, _model);
        PaddedSourceTokens.Add((long)longest * groups.Count, _model);
    }

    public void Stepped(int rows)
    {
        Steps.Add(1, _model);
        StepRows.Add(rows, _model);
    }

    public void Answered() => Left("answered");

    public void Failed() => Left("failed");

    public void Cancelled() => Left("cancelled");

    private void Waiting(int sign, Job job)
    {
        WaitingSentences.Add(sign, _model);
        WaitingTokens.Add(sign * job.Source.Length, _model);
    }

    private void Left(string outcome) => Sentences.Add(1, _model, new("outcome", outcome));
}
