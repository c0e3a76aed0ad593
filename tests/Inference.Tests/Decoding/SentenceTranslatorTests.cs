using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class SentenceTranslatorTests : IDisposable
{
    /// <summary>Repeats the source's first token as often as the source is long.</summary>
    private readonly FakeEngine _engine = new(
        (source, said) => Searching.Next((said.Length < source.Length ? source[0] : FakeEngine.Eos, 0.9)));

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Answers_come_in_the_order_of_the_sources()
    {
        int[][] sources = [[2], [3, 3, 3], [], [4, 4], [5, 5, 5, 5], [6]];

        var results = Searching.Translator(_engine, maxBatchTokens: 8)
            .Translate([.. sources.Select(source => (int[])[.. source, FakeEngine.Eos])], new() { BeamSize = 1 }, TestContext.Current.CancellationToken);

        Assert.Equal([2, 3, FakeEngine.Eos, 4, 5, 6], results.Select(result => result[0].Tokens is [var first, ..] ? first : FakeEngine.Eos));
        Assert.Equal([2, 4, 0, 3, 5, 2], results.Select(result => result[0].Tokens.Count));
    }

    [Fact]
    public void Padded_tokens_times_beam_stay_within_the_budget()
    {
        var random = new Random(5);
        var sources = Enumerable.Range(0, 100).Select(_ => Enumerable.Repeat(3, random.Next(1, 20)).ToArray()).ToArray();

        Searching.Translator(_engine, maxBatchTokens: 100).Translate(sources, new() { BeamSize = 2 }, TestContext.Current.CancellationToken);

        Assert.All(_engine.EncodedTokens, tokens => Assert.InRange(tokens * 2, 1, 100));
        Assert.InRange(_engine.EncodedTokens.Count, 1, 40);
    }

    [Fact]
    public void A_sentence_over_the_budget_goes_alone()
    {
        Searching.Translator(_engine, maxBatchTokens: 4).Translate([[3, 3, 3, 3, 3], [4]], new(), TestContext.Current.CancellationToken);

        Assert.Equal([5, 1], _engine.EncodedTokens);
    }

    [Fact]
    public void A_sentence_longer_than_the_model_accepts_is_refused_by_its_number()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Searching.Translator(_engine).Translate([[3], new int[65]], new(), TestContext.Current.CancellationToken));

        Assert.Contains("Sentence 1 has 65 tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_stops_between_steps_and_frees_the_rows()
    {
        using var cancel = new CancellationTokenSource();
        _engine.BeforeStep = () =>
        {
            if (_engine.StepRows.Count == 2)
                cancel.Cancel();
        };

        Assert.Throws<OperationCanceledException>(() => Searching.Translator(_engine).Translate([[3, 3, 3, 3, 3, 3]], new(), cancel.Token));

        Assert.Equal(3, _engine.StepRows.Count);
        Assert.Equal(0, _engine.OpenStates);
    }

    [Theory]
    [InlineData(0, 1, "beam size")]
    [InlineData(4, 5, "outputs")]
    public void Options_out_of_range_are_refused_by_name(int beamSize, int nBest, string named)
    {
        var options = new DecodingOptions { BeamSize = beamSize, NBest = nBest };

        var error = Assert.Throws<TranslationException>(
            () => Searching.Translator(_engine).Translate([[3]], options, TestContext.Current.CancellationToken));

        Assert.Equal(TranslationFailure.InvalidOption, error.Failure);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_attention_refuses_to_show_it_by_the_options_name_and_its_own()
    {
        var error = Assert.Throws<TranslationException>(
            () => Searching.Translator(_engine).Translate([[3]], new() { WithAttention = true }, TestContext.Current.CancellationToken));

        Assert.Equal((TranslationFailure.InvalidOption, "attention"), (error.Failure, error.Option));
        Assert.Contains("'fake'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sampling_with_a_beam_is_refused()
    {
        var error = Assert.Throws<TranslationException>(
            () => Searching.Translator(_engine).Translate([[3]], new() { Temperature = 1 }, TestContext.Current.CancellationToken));

        Assert.Contains("beam size 1", error.Message, StringComparison.Ordinal);
    }
}
