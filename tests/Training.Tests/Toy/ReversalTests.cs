using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.Training.Tests.Toy;

/// <summary>
/// Every member with attention learns to write a sequence backwards. A small task in every run; <c>SEQ2SEQ_TOY=full</c> asks for long sequences
/// of many symbols and more than 99 % without a fault (minutes for each member).
/// </summary>
public sealed class ReversalTests
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("SEQ2SEQ_TOY") == "full";

    private static readonly ReversalTask Task = Full ? new ReversalTask(Symbols: 20, Longest: 12, Updates: 2000) : new ReversalTask(Symbols: 6, Longest: 4, Updates: 320);

    private static readonly ModelConfig Recurrent = new()
    {
        ModelType = ModelConfig.EncoderDecoder, VocabularySize = 1, PadId = 0, DecoderStartId = 0, Width = 32,
        EncoderKind = LayerKind.Gru, DecoderKind = LayerKind.Gru, EncoderHidden = 32, DecoderHidden = 64, EncoderLayers = 1, DecoderLayers = 1,
        EncoderHeads = 4, DecoderHeads = 4, EncoderFeedForward = 64, DecoderFeedForward = 64, Attention = AttentionKind.Additive,
    };

    private static readonly Dictionary<string, ModelConfig> Members = new()
    {
        ["rnn, additive"] = Recurrent with { EncoderKind = LayerKind.Rnn, DecoderKind = LayerKind.Rnn },
        ["gru, additive"] = Recurrent,
        ["gru, dot"] = Recurrent with { Attention = AttentionKind.Dot },
        ["gru, concat"] = Recurrent with { Attention = AttentionKind.Concat },
        ["lstm, general, input feeding"] = Recurrent with { EncoderKind = LayerKind.Lstm, DecoderKind = LayerKind.Lstm, Attention = AttentionKind.General, InputFeeding = true },
        ["gru, scaled dot"] = Recurrent with { Attention = AttentionKind.ScaledDot },
        ["gru, multi-head"] = Recurrent with { Attention = AttentionKind.MultiHead },
        ["conv"] = Recurrent with { EncoderKind = LayerKind.Conv, DecoderKind = LayerKind.Conv, EncoderHidden = 64, EncoderLayers = 2, DecoderLayers = 2, StaticPositions = false, Attention = AttentionKind.None },
        ["transformer"] = Transformer with { ModelType = ModelConfig.Marian },
        ["transformer, pre-norm, learned positions"] = Transformer with { ModelType = ModelConfig.Marian, NormalizeBefore = true, StaticPositions = false, Activation = "swish" },
        ["transformer → gru"] = Recurrent with { EncoderKind = LayerKind.Transformer, EncoderLayers = 2 },
        ["lstm → transformer"] = Transformer with { EncoderKind = LayerKind.Lstm },
        ["conv → lstm"] = Recurrent with { EncoderKind = LayerKind.Conv, DecoderKind = LayerKind.Lstm, StaticPositions = false },
        ["prefix language model"] = Transformer with { ModelType = ModelConfig.DecoderOnly, DecoderLayers = 3, NormalizeBefore = true },
    };

    public static TheoryData<string> Names => [.. Members.Keys];

    private static ModelConfig Transformer => Recurrent with
    {
        EncoderKind = LayerKind.Transformer, DecoderKind = LayerKind.Transformer, EncoderLayers = 2, DecoderLayers = 2, Attention = AttentionKind.None,
    };

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void A_member_with_attention_learns_to_write_a_sequence_backwards(string member)
    {
        var share = Task.Learn(Task.Sized(Members[member]));

        TestContext.Current.TestOutputHelper?.WriteLine($"{member}: {share:P1} without a fault");
        Assert.True(share > (Full ? 0.99 : 0.8), $"{share:P1} without a fault");
    }
}
