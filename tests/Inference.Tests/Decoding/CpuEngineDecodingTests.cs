using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Decoding;

public sealed class CpuEngineDecodingTests
{
    [Theory]
    [MemberData(nameof(SmallModels.Names), MemberType = typeof(SmallModels))]
    public void Outputs_are_bit_identical_alone_and_among_others_that_join_and_leave(string name)
    {
        var model = RandomModel.Of(SmallModels.All[name]);
        using var engine = new CpuEngine(model.Config, model.Weights, new() { Threads = 1 });
        var random = new Random(11);
        var sentences = Enumerable.Range(0, 24)
            .Select(_ => (Source: model.Sentence(random.Next(2, 14), random), Options: RandomOptions.Of(random)))
            .Select(sentence => sentence with { Options = sentence.Options with { WithAttention = engine.HasAttention && random.Next(2) == 0 } })
            .ToArray();

        var alone = sentences.Select(sentence => Decode(engine, model.Config, random, sentence)[0]).ToArray();
        var together = Decode(engine, model.Config, random, sentences);

        Assert.Equal(alone.Select(Text), together.Select(Text));
    }

    private static IReadOnlyList<Hypothesis>[] Decode(
        CpuEngine engine, ModelConfig config, Random random, params (int[] Source, DecodingOptions Options)[] sentences)
    {
        var rules = TargetRules.Of("random", config, new GenerationConfig(), engine);
        var groups = sentences
            .Select(sentence => DecodingGroup.Create(sentence.Source, rules, sentence.Options, TestContext.Current.CancellationToken)).ToArray();
        var waiting = new Queue<DecodingGroup>(groups);
        using var decoder = new BatchDecoder(engine);

        while (waiting.Count > 0 || !decoder.IsIdle)
        {
            var joining = Enumerable.Range(0, random.Next(decoder.IsIdle ? 1 : 0, 6)).Where(_ => waiting.Count > 0).Select(_ => waiting.Dequeue()).ToArray();
            if (joining.Length > 0)
                decoder.Join(joining);

            decoder.Step();
        }

        return [.. groups.Select(group => group.Results)];
    }

    private static string Text(IReadOnlyList<Hypothesis> results) =>
        string.Join(" | ", results.Select(result =>
            $"{string.Join(' ', result.Tokens)}: {result.Score:R} {string.Join('/', result.Attention.Select(Numbers))}"));

    private static string Numbers(float[] weights) => string.Join(' ', weights.Select(weight => $"{weight:R}"));
}
