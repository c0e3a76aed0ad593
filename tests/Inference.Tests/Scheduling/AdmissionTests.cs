using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Tests.Scheduling;

public sealed class AdmissionTests
{
    private static readonly SchedulerOptions Options = new() { MaxQueued = 100, MaxBatchRows = 64 };

    private readonly WorkRate _rate = Warm(engines: 1);
    private readonly ManualTime _time = new();
    private readonly JobQueue _queue;

    public AdmissionTests() =>
        _queue = new(Options, new BatchBudget(Options, padsSources: false), new SchedulerMetrics("admission"), _time) { Rate = _rate };

    [Fact]
    public void Nothing_is_refused_before_anything_was_measured()
    {
        _queue.Enqueue(Sentences(90), Until(milliseconds: 1));

        _queue.Enqueue(Sentences(10), Until(milliseconds: 1));

        Assert.Equal(100, _queue.Count);
    }

    [Fact]
    public void An_idle_service_refuses_lost_causes_but_tries_every_eighth()
    {
        _rate.Stepped(rows: 1, TimeSpan.FromSeconds(10));   // somebody else took the processor, or it is as slow as that

        for (var text = 1; text < 8; text++)
        {
            var refused = Assert.Throws<TranslationException>(() => _queue.Enqueue(Sentences(1), Until(milliseconds: 50)));
            Assert.Equal(TranslationFailure.DeadlinePassed, refused.Failure);
            Assert.Contains("50 ms are left to its deadline", refused.Message, StringComparison.Ordinal);
        }

        _queue.Enqueue(Sentences(1), Until(milliseconds: 50));

        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void An_idle_service_takes_what_can_be_done_in_time()
    {
        _rate.Stepped(rows: 1, TimeSpan.FromMilliseconds(1));

        _queue.Enqueue(Sentences(1), Until(milliseconds: 21));   // 10 tokens × 2 steps × 1 ms

        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void An_idle_service_refuses_nobody_who_named_no_deadline()
    {
        _rate.Stepped(rows: 1, TimeSpan.FromSeconds(10));

        _queue.Enqueue(Sentences(1), Until(milliseconds: 50) with { IsHurried = false });

        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void An_idle_service_refuses_no_batch_of_a_size_that_it_has_not_measured()
    {
        _rate.Stepped(rows: 1, TimeSpan.FromSeconds(0.1));

        _queue.Enqueue(Sentences(64), Until(milliseconds: 2500));   // a row of 64 costs far less than one alone

        Assert.Equal(64, _queue.Count);
    }

    [Fact]
    public void A_text_that_would_be_late_is_refused_whole_and_told_when_to_come_again()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.1));
        _queue.Enqueue(Sentences(90));   // 90 sentences × 10 tokens × 2 steps each ÷ 64 rows × 0.1 s

        var refused = Assert.Throws<TranslationException>(() => _queue.Enqueue(Sentences(5), Until(milliseconds: 1000)));

        Assert.Equal(TranslationFailure.QueueFull, refused.Failure);
        Assert.Contains("1.0 s are left to its deadline", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 2.5, 7);
        Assert.Equal(90, _queue.Count);
    }

    [Fact]
    public void What_is_foreseen_is_what_the_door_would_say()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.1));
        Assert.Null(_queue.Foresee(TextLoad.Of(Sentences(5)), Until(milliseconds: 1000)));   // nobody waits

        _queue.Enqueue(Sentences(90));

        Assert.Equal(TranslationFailure.QueueFull, _queue.Foresee(TextLoad.Of(Sentences(5)), Until(milliseconds: 1000))!.Failure);
        Assert.Null(_queue.Foresee(TextLoad.Of(Sentences(5)), Until(milliseconds: 20_000)));
        Assert.Contains("11 more do not fit", _queue.Foresee(TextLoad.Of(Sentences(11)), Until(milliseconds: 20_000))!.Message, StringComparison.Ordinal);
        Assert.Equal(90, _queue.Count);
    }

    [Fact]
    public void What_fits_beside_all_others_waits_for_none_of_them()
    {
        _rate.Stepped(rows: 32, TimeSpan.FromSeconds(0.01));
        _queue.Enqueue(Sentences(31));

        _queue.Enqueue(Sentences(1), Until(milliseconds: 291));   // 10 tokens × 2 steps × 10 ms × 1.25, and 40 ms back

        Assert.Equal(32, _queue.Count);
    }

    [Fact]
    public void Who_takes_longer_than_was_predicted_makes_later_promises_more_careful()
    {
        var margin = new PredictionMargin();
        for (var sentence = 0; sentence < 20_000; sentence++)
            margin.Saw(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(sentence % 100 == 0 ? 1.6 : 1.1), isAnswered: true);

        Assert.InRange(margin.Value, 1.55, 1.65);   // one of a hundred takes that long

        for (var sentence = 0; sentence < 20_000; sentence++)
            margin.Saw(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1), isAnswered: true);

        Assert.Equal(PredictionMargin.Least, margin.Value);
    }

    [Fact]
    public void Who_is_given_up_late_counts_and_who_leaves_early_does_not()
    {
        var margin = new PredictionMargin();
        margin.Saw(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), isAnswered: false);
        var careful = margin.Value;

        margin.Saw(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.1), isAnswered: false);
        margin.Saw(TimeSpan.Zero, TimeSpan.FromSeconds(100), isAnswered: true);   // nothing was near

        Assert.True(careful > PredictionMargin.Least);
        Assert.Equal(careful, margin.Value);
    }

    [Fact]
    public void However_late_all_are_the_margin_has_an_end()
    {
        var margin = new PredictionMargin();
        for (var sentence = 0; sentence < 1000; sentence++)
            margin.Saw(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100), isAnswered: true);

        Assert.Equal(PredictionMargin.Most, margin.Value);
    }

    [Fact]
    public void With_more_time_it_is_taken()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.1));
        _queue.Enqueue(Sentences(90));

        _queue.Enqueue(Sentences(5), Until(milliseconds: 8000));

        Assert.Equal(95, _queue.Count);
    }

    [Fact]
    public void What_is_being_decoded_counts_until_it_has_ended()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.1));
        var first = Sentences(60);
        _queue.Enqueue(first);
        Assert.Equal(60, _queue.Take()!.Count);

        Assert.Throws<TranslationException>(() => _queue.Enqueue(Sentences(1), Until(milliseconds: 1000)));

        foreach (var job in first)
            job.Complete([], now: 0);
        _queue.Enqueue(Sentences(1), Until(milliseconds: 1000));
    }

    [Fact]
    public void A_full_line_tells_when_there_will_be_room()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(1));
        _queue.Enqueue(Sentences(100));

        var refused = Assert.Throws<TranslationException>(() => _queue.Enqueue(Sentences(50)));

        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 10, 20);   // half of 100 sentences × 10 tokens × 2 steps ÷ 64 rows × 1 s
    }

    [Fact]
    public void What_is_decoded_once_more_goes_before_all_others_and_is_promised_nothing()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.1));
        _queue.Enqueue(Sentences(90));
        var again = Sentences(1);

        _queue.Enqueue(again, Until(milliseconds: 1) with { IsSecond = true });

        Assert.Contains(again[0], _queue.Take()!);
    }

    [Fact]
    public void The_first_steps_of_cold_code_are_not_measured()
    {
        var rate = new WorkRate(engines: 1);
        for (var step = 0; step < WorkRate.ColdSteps; step++)
            rate.Stepped(rows: 4, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, rate.TimeOf(1000, rows: 4));

        rate.Stepped(rows: 4, TimeSpan.FromSeconds(1));

        Assert.NotEqual(TimeSpan.Zero, rate.TimeOf(1000, rows: 4));
    }

    [Fact]
    public void Engines_side_by_side_are_as_much_faster()
    {
        var (one, four) = (Warm(engines: 1), Warm(engines: 4));
        foreach (var rate in new[] { one, four })
            rate.Stepped(rows: 32, TimeSpan.FromSeconds(0.1));

        Assert.Equal(one.TimeOf(1000, rows: 32).TotalSeconds / 4, four.TimeOf(1000, rows: 32).TotalSeconds, precision: 5);
        Assert.Equal(one.TimeOfSentence(10, rows: 32), four.TimeOfSentence(10, rows: 32));
    }

    [Fact]
    public void Larger_batches_than_were_seen_are_taken_to_be_no_cheaper_a_row()
    {
        _rate.Stepped(rows: 1, TimeSpan.FromSeconds(0.1));

        Assert.Equal(_rate.TimeOf(1000, rows: 1), _rate.TimeOf(1000, rows: 64));

        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.2));

        Assert.Equal(_rate.TimeOf(1000, rows: 1) / 32, _rate.TimeOf(1000, rows: 64));
    }

    [Fact]
    public void What_a_large_batch_took_when_the_service_was_cold_does_not_stand_for_ever()
    {
        _rate.Stepped(rows: 128, TimeSpan.FromSeconds(5));

        _rate.Stepped(rows: 16, TimeSpan.FromSeconds(0.016));

        Assert.Equal(_rate.TimeOf(1000, rows: 16), _rate.TimeOf(1000, rows: 128));
    }

    [Fact]
    public void What_small_batches_took_before_the_service_was_busy_does_not_stand_for_ever()
    {
        _rate.Stepped(rows: 64, TimeSpan.FromSeconds(0.064));
        for (var step = 0; step < 1000; step++)
            _rate.Stepped(rows: 128, TimeSpan.FromSeconds(0.256));   // a neighbour came, say

        Assert.Equal(2 * _rate.TimeOf(1000, rows: 64), _rate.TimeOf(1000, rows: 128));
    }

    [Fact]
    public void What_sentences_become_is_learned_from_those_that_end()
    {
        _rate.Stepped(rows: 1, TimeSpan.FromSeconds(0.1));
        var guessed = _rate.TimeOf(1000, rows: 1);
        for (var sentence = 0; sentence < 2000; sentence++)
        {
            for (var step = 0; step < 30; step++)
                _rate.Stepped(rows: 1, TimeSpan.FromSeconds(0.1));

            _rate.Ended(tokens: 10);   // three steps for each token
        }

        Assert.InRange(_rate.TimeOf(1000, rows: 1) / guessed, 1.49, 1.51);
    }

    private Ticket Until(int milliseconds) => new("", Priority.Interactive, _time.GetTimestamp() + TimeSpan.FromMilliseconds(milliseconds).Ticks) { IsHurried = true };

    private static WorkRate Warm(int engines)
    {
        var rate = new WorkRate(engines);
        for (var step = 0; step < WorkRate.ColdSteps; step++)
            rate.Stepped(rows: 1, TimeSpan.FromSeconds(1));

        rate.Ended(tokens: WorkRate.ColdSteps / 2);   // two steps for each, as is guessed
        return rate;
    }

    private static Job[] Sentences(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Job(new int[10], new() { BeamSize = 1 }, TestContext.Current.CancellationToken))];
}
