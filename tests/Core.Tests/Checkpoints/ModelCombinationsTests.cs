using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class ModelCombinationsTests
{
    private static readonly ModelConfig Recurrent = new()
    {
        ModelType = ModelConfig.EncoderDecoder, VocabularySize = 40, Width = 16, PadId = 0, DecoderStartId = 0, EosId = 1,
        EncoderKind = LayerKind.Gru, DecoderKind = LayerKind.Lstm, EncoderHidden = 8, DecoderHidden = 16, EncoderHeads = 4, DecoderHeads = 4,
    };

    private static readonly ModelConfig Mirrored = Recurrent with
    {
        EncoderKind = LayerKind.Lstm, EncoderLayers = 1, DecoderLayers = 1, EncoderHidden = 16, BidirectionalEncoder = false, Context = ContextKind.States,
    };

    public static TheoryData<LayerKind, LayerKind> Pairs =>
        [.. from encoder in Enum.GetValues<LayerKind>() from decoder in Enum.GetValues<LayerKind>() select (encoder, decoder)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_encoder_goes_with_every_decoder(LayerKind encoder, LayerKind decoder) =>
        Assert.Empty(ModelCombinations.Faults(Recurrent with { EncoderKind = encoder, DecoderKind = decoder }));

    [Theory]
    [InlineData(AttentionKind.Additive)]
    [InlineData(AttentionKind.Dot)]
    [InlineData(AttentionKind.General)]
    [InlineData(AttentionKind.Concat)]
    [InlineData(AttentionKind.ScaledDot)]
    [InlineData(AttentionKind.MultiHead)]
    public void A_recurrent_decoder_takes_every_attention(AttentionKind attention) =>
        Assert.Empty(ModelCombinations.Faults(Recurrent with { Attention = attention, InputFeeding = true }));

    [Fact]
    public void States_pass_between_equals() => Assert.Empty(ModelCombinations.Faults(Mirrored));

    [Fact]
    public void Heads_of_a_side_that_a_model_does_not_have_are_nobodys_business()
    {
        var one = Recurrent with { EncoderKind = LayerKind.Transformer, DecoderKind = LayerKind.Transformer, Width = 20 };

        Assert.Empty(ModelCombinations.Faults(one with { ModelType = ModelConfig.DecoderOnly, EncoderHeads = 8, DecoderHeads = 5 }));
        Assert.Empty(ModelCombinations.Faults(one with { ModelType = ModelConfig.EncoderOnly, EncoderHeads = 5, DecoderHeads = 8 }));
        Assert.Contains("20", System.Text.Encoding.UTF8.GetString(ModelConfigFile.ToBytes(one with { ModelType = ModelConfig.DecoderOnly, EncoderHeads = 8, DecoderHeads = 5 })), StringComparison.Ordinal);
    }

    public static TheoryData<string, ModelConfig> Impossible => new()
    {
        { "odd", Recurrent with { EncoderKind = LayerKind.Conv, EncoderKernel = 4 } },
        { "in reverse", Recurrent with { EncoderKind = LayerKind.Transformer, ReverseSource = true } },
        { "multiple of the encoder's heads", Recurrent with { EncoderKind = LayerKind.Transformer, EncoderHeads = 3 } },
        { "multiple of the decoder's heads", Recurrent with { DecoderKind = LayerKind.Transformer, DecoderHeads = 3 } },
        { "needs a hidden size", Recurrent with { EncoderHidden = 0 } },
        { "needs a hidden size", Recurrent with { DecoderHidden = 0 } },
        { "needs a hidden size", Recurrent with { DecoderKind = LayerKind.Conv, DecoderHidden = 0 } },
        { "attends in every layer", Recurrent with { DecoderKind = LayerKind.Transformer, Attention = AttentionKind.Dot } },
        { "Input feeding is for recurrent", Recurrent with { DecoderKind = LayerKind.Conv, InputFeeding = true } },
        { "see nothing of the source", Recurrent with { ContextUses = [] } },
        { "nothing to feed", Recurrent with { InputFeeding = true } },
        { "takes the places", Recurrent with { Attention = AttentionKind.Additive, ContextUses = [ContextUse.State, ContextUse.Output] } },
        { "(24) must be the width of the encoder's outputs (16)", Recurrent with { Attention = AttentionKind.Dot, DecoderHidden = 24 } },
        { "multiple of its heads (5)", Recurrent with { Attention = AttentionKind.MultiHead, DecoderHeads = 5 } },
        { "can only become the decoder's first states", Mirrored with { ContextUses = [ContextUse.State, ContextUse.Output] } },
        { "only between equals", Mirrored with { BidirectionalEncoder = true } },
        { "only between equals", Mirrored with { EncoderKind = LayerKind.Gru } },
        { "only between equals", Mirrored with { EncoderLayers = 2 } },
        { "only between equals", Mirrored with { EncoderHidden = 8 } },
        { "on both sides", Recurrent with { ModelType = ModelConfig.Marian } },
        { "one Transformer stack", Recurrent with { ModelType = ModelConfig.DecoderOnly } },
        { "multiple of the heads (3)", Recurrent with { ModelType = ModelConfig.EncoderOnly, EncoderKind = 0, DecoderKind = 0, EncoderHeads = 3 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_combined_is_refused_with_the_reason(string reason, ModelConfig config) =>
        Assert.Contains(reason, string.Join('\n', ModelCombinations.Faults(config)), StringComparison.Ordinal);
}
