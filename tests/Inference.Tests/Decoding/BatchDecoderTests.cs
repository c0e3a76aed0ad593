using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class BatchDecoderTests : IDisposable
{
    private readonly FakeEngine _engine = new((source, said) => FakeEngine.Noise(source, said, 8)) { HasAttention = true };

    private TargetRules Rules => TargetRules.Of("fake", Searching.Config(), new GenerationConfig(), _engine);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_sentence_says_does_not_depend_on_its_neighbours(int seed)
    {
        var random = new Random(seed);
        var sentences = Enumerable.Range(0, 30).Select(_ => RandomSentence(random)).ToArray();

        var together = Decode(sentences);
        var alone = sentences.SelectMany(sentence => Decode(sentence)).ToArray();

        Assert.Equal(alone.Select(Text), together.Select(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sentences_that_join_between_steps_say_the_same(int seed)
    {
        var random = new Random(seed);
        var sentences = Enumerable.Range(0, 20).Select(_ => RandomSentence(random)).ToArray();
        var groups = sentences.Select(sentence => Group(sentence.Source, sentence.Options)).ToArray();
        var waiting = new Queue<DecodingGroup>(groups);
        using var decoder = new BatchDecoder(_engine);

        while (waiting.Count > 0 || !decoder.IsIdle)
        {
            for (var joining = random.Next(decoder.IsIdle ? 1 : 0, 3); joining > 0 && waiting.Count > 0; joining--)
                decoder.Join([waiting.Dequeue()]);

            decoder.Step();
        }

        Assert.Equal(Decode(sentences).Select(Text), groups.Select(group => Text(group.Results)));
        Assert.Equal(0, _engine.OpenStates);
    }

    [Fact]
    public void Rows_of_finished_sentences_leave()
    {
        var engine = new FakeEngine((source, said) => Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95)));
        using var decoder = new BatchDecoder(engine);
        decoder.Join([Group([1], new() { BeamSize = 1 }), Group([3], new() { BeamSize = 1 })]);

        var left = new List<int>();
        while (!decoder.IsIdle)
            left.Add(decoder.Step().Length);

        Assert.Equal([0, 1, 0, 1], left);
        Assert.Equal([2, 2, 1, 1], engine.StepRows);
        Assert.Equal(0, engine.OpenStates);
    }

    [Fact]
    public void An_abandoned_sentence_leaves_at_the_next_step_and_the_others_go_on()
    {
        using var abandoned = new CancellationTokenSource();
        var engine = new FakeEngine((source, said) => Searching.Next((said.Length < 4 ? 3 : FakeEngine.Eos, 0.95)));
        using var decoder = new BatchDecoder(engine);
        var leaves = DecodingGroup.Create([1], Rules, new() { BeamSize = 3 }, abandoned.Token);
        var stays = Group([2], new() { BeamSize = 1 });
        decoder.Join([leaves, stays]);
        decoder.Step();
        decoder.Step();

        abandoned.Cancel();
        var left = decoder.Step().ToArray();
        decoder.Step();

        Assert.Equal([leaves], left);
        Assert.False(leaves.IsFinished);
        Assert.Equal([2, 4, 4, 1], engine.StepRows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_token_keeps_what_it_attended_to_whoever_shares_the_batch(int seed)
    {
        var random = new Random(seed);
        var sentences = Enumerable.Range(0, 30).Select(_ => RandomSentence(random))
            .Select(sentence => (sentence.Source, Options: sentence.Options with { WithAttention = random.Next(2) == 0 })).ToArray();

        var results = Decode(sentences);

        foreach (var (sentence, hypothesis) in sentences.Zip(results).SelectMany(pair => pair.Second.Select(hypothesis => (pair.First, hypothesis))))
        {
            var expected = Enumerable.Range(0, sentence.Options.WithAttention ? hypothesis.TokenLogProbabilities.Count : 0)
                .Select(position => FakeEngine.Weights(sentence.Source, [.. hypothesis.Tokens.Take(position)]));
            Assert.Equal(expected, hypothesis.Attention);
        }

        Assert.Equal(Decode([.. sentences.Select(sentence => (sentence.Source, sentence.Options with { WithAttention = false }))]).Select(Text), results.Select(Text));
    }

    [Fact]
    public void The_engine_is_asked_for_attention_only_while_a_sentence_wants_it()
    {
        var engine = new FakeEngine((source, said) => Searching.Next((said.Length < source[0] ? 3 : FakeEngine.Eos, 0.95))) { HasAttention = true };
        using var decoder = new BatchDecoder(engine);
        decoder.Join([Group([1], new() { BeamSize = 1, WithAttention = true }), Group([3], new() { BeamSize = 1 })]);

        while (!decoder.IsIdle)
            decoder.Step();

        Assert.Equal([true, true, false, false], engine.StepsWithAttention);
    }

    [Fact]
    public void Disposing_in_the_middle_frees_the_rows()
    {
        var decoder = new BatchDecoder(_engine);
        decoder.Join([Group([4, 5], new())]);
        decoder.Step();

        decoder.Dispose();

        Assert.Equal(0, _engine.OpenStates);
        Assert.True(decoder.IsIdle);
    }

    private DecodingGroup Group(int[] source, DecodingOptions options) =>
        DecodingGroup.Create(source, Rules, options, TestContext.Current.CancellationToken);

    private IReadOnlyList<Hypothesis>[] Decode(params (int[] Source, DecodingOptions Options)[] sentences)
    {
        var groups = sentences.Select(sentence => Group(sentence.Source, sentence.Options)).ToArray();
        using var decoder = new BatchDecoder(_engine);
        decoder.Join(groups);
        while (!decoder.IsIdle)
            decoder.Step();

        return [.. groups.Select(group => group.Results)];
    }

    private static (int[] Source, DecodingOptions Options) RandomSentence(Random random) =>
        ([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(2, 8)), FakeEngine.Eos], RandomOptions.Of(random));

    private static string Text(IReadOnlyList<Hypothesis> results) =>
        string.Join(" | ", results.Select(result => $"{string.Join(' ', result.Tokens)}: {result.Score:R}"));
}
