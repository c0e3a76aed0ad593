using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>What a step answers where each sentence has a vocabulary of its own.</summary>
public sealed class ShortlistTests
{
    private const int Size = 700;

    private static readonly RandomModel Model = RandomModel.Of(SmallModels.Transformer with { VocabularySize = Size, PadId = Size - 1, DecoderStartId = Size - 1 });
    private static readonly int[][] Sources = [[3, 9, 0], [4, 0], [5, 6, 7, 8, 0]];
    private static readonly CpuPrecision[] Precisions = Enum.GetValues<CpuPrecision>();

    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void A_shortlist_of_the_whole_vocabulary_changes_no_bit(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name], seed: 2);
        foreach (var precision in Precisions)
        {
            var expected = Step(model, precision, null, Input(Sources.Length, model.Config.VocabularySize));

            Assert.Equal(expected, Step(model, precision, RandomShortlist.Whole(model.Config), Input(Sources.Length, model.Config.VocabularySize)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    public void Candidates_are_the_listed_tokens_with_their_share_of_what_the_list_has(int most)
    {
        var shortlist = RandomShortlist.Of(Model.Config, most, new Random(most));
        foreach (var precision in Precisions)
        {
            var all = Step(Model, precision, null, Input(Sources.Length, Size));
            var found = Step(Model, precision, shortlist, Input(Sources.Length, Size), threads: 2);

            for (var row = 0; row < Sources.Length; row++)
            {
                var tokens = shortlist.TokensFor(Sources[row]);
                var listed = all.Skip(row * Size).Take(Size).Where(candidate => tokens.Contains(candidate.Id)).ToList();
                var sum = Math.Log(listed.Sum(candidate => Math.Exp(candidate.LogProbability)));
                var own = found.Skip(row * Size).Take(tokens.Length).ToList();

                Assert.Equal(listed.Select(candidate => candidate.Id), own.Select(candidate => candidate.Id));
                Assert.All(listed.Zip(own), pair => Assert.Equal(pair.First.LogProbability - sum, pair.Second.LogProbability, 1e-4));
                Assert.All(found.Skip((row * Size) + tokens.Length).Take(Size - tokens.Length), other => Assert.Equal(float.NegativeInfinity, other.LogProbability));
            }
        }
    }

    [Fact]
    public void Banned_tokens_are_skipped_and_the_others_keep_their_probabilities()
    {
        var shortlist = RandomShortlist.Of(Model.Config, 40, new Random(1));
        var free = Step(Model, CpuPrecision.Fp32, shortlist, Input(1, 6));
        int[] banned = [free[0].Id, free[3].Id, Absent(shortlist)];

        var found = Step(Model, CpuPrecision.Fp32, shortlist, Input(1, 4, banned: [banned]));

        Assert.Equal([free[1], free[2], free[4], free[5]], found);
    }

    [Fact]
    public void A_row_whose_list_is_banned_as_a_whole_is_scored_as_without_a_list()
    {
        var shortlist = RandomShortlist.Of(Model.Config, 40, new Random(1));
        foreach (var precision in Precisions)
        {
            var input = Input(2, 9, banned: [shortlist.TokensFor(Sources[0]), null]);
            var expected = Step(Model, precision, null, input);

            var found = Step(Model, precision, shortlist, input, threads: 2);

            Assert.Equal(expected[..9], found[..9]);
            Assert.All(found[9..], candidate => Assert.Contains(candidate.Id, shortlist.TokensFor(Sources[1])));
        }
    }

    [Fact]
    public void A_forced_token_that_is_listed_keeps_its_probability()
    {
        var shortlist = RandomShortlist.Of(Model.Config, 40, new Random(1));
        var free = Step(Model, CpuPrecision.Fp32, shortlist, Input(1, 5));

        var found = Step(Model, CpuPrecision.Fp32, shortlist, Input(1, 3, forced: [free[4].Id]));

        Assert.Equal([free[4], free[0], free[1]], found);
    }

    [Fact]
    public void A_forced_token_that_is_not_listed_is_scored_as_if_it_were()
    {
        var shortlist = RandomShortlist.Of(Model.Config, 40, new Random(1));
        var outsider = Absent(shortlist);
        var larger = new Shortlist([.. shortlist.TokensFor(Sources[0]), outsider], [.. Enumerable.Repeat(Array.Empty<int>(), Size)]);
        foreach (var precision in Precisions)
        {
            var expected = Step(Model, precision, larger, Input(1, 3, forced: [outsider]));

            var found = Step(Model, precision, shortlist, Input(1, 3, forced: [outsider]), threads: 2);

            Assert.Equal(expected.Select(candidate => candidate.Id), found.Select(candidate => candidate.Id));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-5));
        }
    }

    [Fact]
    public void Equal_probabilities_are_ordered_by_id()
    {
        var model = RandomModel.Of(Model.Config with { SharedEmbeddings = false, TiedOutput = false });
        model.Tensors["lm_head.weight"] = new([Size, 24], new float[Size * 24]);
        model.Tensors["final_logits_bias"] = new([1, Size], new float[Size]);
        var shortlist = RandomShortlist.Of(Model.Config, 300, new Random(1));

        var found = Step(model, CpuPrecision.Fp32, shortlist, Input(1, 50), threads: 3);

        Assert.Equal(shortlist.TokensFor(Sources[0])[..50], found.Select(candidate => candidate.Id));
    }

    [Fact]
    public void An_engine_says_that_it_scores_a_shortlist_and_its_replicas_do_the_same()
    {
        using var engine = new CpuEngine(Model.Config, Model.Weights, new CpuEngineOptions { Threads = 1, Shortlist = RandomShortlist.Whole(Model.Config) });
        using var twin = engine.Replicate();

        Assert.Equal(["cpu-fp32-shortlist", "cpu-fp32-shortlist"], [engine.Name, twin.Name]);
    }

    [Fact]
    public void The_weights_of_sentences_that_have_left_are_used_again()
    {
        foreach (var precision in Precisions)
        {
            using var engine = new CpuEngine(Model.Config, Model.Weights, new CpuEngineOptions { Threads = 1, Precision = precision, Shortlist = RandomShortlist.Whole(Model.Config) });
            for (var round = 0; round < 3; round++)
                engine.Encode(Sources).Dispose();

            var before = GC.GetAllocatedBytesForCurrentThread();
            engine.Encode(Sources).Dispose();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            var weights = (long)Size * Model.Config.Width * (precision == CpuPrecision.Int8 ? 1 : sizeof(float));
            var lists = (long)Sources.Length * Size * sizeof(int) * 3;   // the list itself, and twice as much while it is made
            Assert.InRange(allocated, 0, lists + weights);   // not the weights of three sentences
        }
    }

    private static int Absent(Shortlist shortlist) => Enumerable.Range(0, Size).Except(shortlist.TokensFor(Sources[0])).Last();

    private static StepInput Input(int rows, int candidates, int[]? forced = null, IReadOnlyList<int>?[]? banned = null) => new()
    {
        Tokens = [.. Enumerable.Repeat(1, rows)], Candidates = candidates, Forced = forced, Banned = banned,
    };

    private static (int Id, float LogProbability)[] Step(RandomModel model, CpuPrecision precision, Shortlist? shortlist, StepInput input, int threads = 1)
    {
        using var engine = new CpuEngine(model.Config, model.Weights, new CpuEngineOptions { Threads = threads, Precision = precision, Shortlist = shortlist });
        using var state = engine.Encode(Sources[..input.Tokens.Length]);
        var output = new StepOutput();
        state.Step(input, output);
        return [.. Enumerable.Range(0, input.Tokens.Length * input.Candidates).Select(i => (output.Ids[i], output.LogProbabilities[i]))];
    }
}
