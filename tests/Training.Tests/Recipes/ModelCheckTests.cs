using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Recipes;

public sealed class ModelCheckTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData("""{ "type": "perceptron" }""", "encoderDecoder, decoderOnly or encoderOnly")]
    [InlineData("""{ "encoder": { "type": "mamba" } }""", "model:encoder:type: there is no 'mamba'; choose transformer, rnn, gru, lstm, conv.")]
    [InlineData("""{ "decoder": { "type": "3" } }""", "model:decoder:type: there is no '3'")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "luong" } }""", "additive, dot, general, concat, scaledDot, multiHead")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "none", "context": "first" } }""", "last, weightedSum, transform")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "none", "contextUse": [ "everywhere" ] } }""", "state, input, output")]
    [InlineData("""{ "encoder": { "kernel": 5 } }""", "model:encoder:kernel: an encoder of the type transformer has no use for it: convolutions have kernels.")]
    [InlineData("""{ "encoder": { "type": "gru", "kernel": 5 } }""", "model:encoder:kernel")]
    [InlineData("""{ "encoder": { "type": "lstm", "heads": 4 } }""", "model:encoder:heads")]
    [InlineData("""{ "encoder": { "type": "conv", "feedForward": 64 } }""", "model:encoder:feedForward")]
    [InlineData("""{ "encoder": { "hidden": 64 } }""", "as wide as model:width")]
    [InlineData("""{ "encoder": { "bidirectional": false } }""", "model:encoder:bidirectional")]
    [InlineData("""{ "encoder": { "type": "conv", "reverseSource": true } }""", "model:encoder:reverseSource")]
    [InlineData("""{ "encoder": { "type": "conv", "kernel": 4 } }""", "must be odd")]
    [InlineData("""{ "decoder": { "attention": "additive" } }""", "attends in every layer by its own rule")]
    [InlineData("""{ "decoder": { "attention": "none" } }""", "model:decoder:attention")]
    [InlineData("""{ "decoder": { "type": "conv", "inputFeeding": true } }""", "model:decoder:inputFeeding")]
    [InlineData("""{ "decoder": { "type": "conv", "contextUse": [ "state" ] } }""", "model:decoder:contextUse")]
    [InlineData("""{ "decoder": { "type": "gru", "heads": 4 } }""", "model:decoder:heads")]
    [InlineData("""{ "decoder": { "type": "gru", "context": "transform", "contextUse": [] } }""", "names no place for it")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "none", "contextUse": [] } }""", "see nothing of the source")]
    [InlineData("""{ "decoder": { "type": "gru", "contextUse": [ "input" ] } }""", "With an attention")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "none", "inputFeeding": true } }""", "nothing to feed")]
    [InlineData("""{ "encoder": { "type": "gru" }, "decoder": { "type": "gru", "attention": "dot" } }""", "'general' has no such bound")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "multiHead", "hidden": 100 } }""", "multiple of its heads")]
    [InlineData("""{ "decoder": { "bidirectionalSource": false } }""", "for decoderOnly models")]
    [InlineData("""{ "encoder": { "type": "gru" }, "decoder": { "type": "lstm" }, "activation": "gelu" }""", "model:activation: a model of gru and lstm")]
    [InlineData("""{ "encoder": { "type": "gru" }, "decoder": { "type": "lstm" }, "learnedPositions": true }""", "reading in order")]
    [InlineData("""{ "encoder": { "type": "conv" }, "decoder": { "type": "conv" }, "normalizeBefore": true }""", "layers have norms")]
    [InlineData("""{ "encoder": { "type": "conv" }, "decoder": { "type": "gru", "attention": "none" }, "attentionDropout": 0.1 }""", "nothing in it attends")]
    [InlineData("""{ "encoder": { "type": null } }""", "model:encoder:type: null is none of its values")]
    [InlineData("""{ "encoder": { "type": "" } }""", "model:encoder:type: there is no ''; choose transformer")]
    [InlineData("""{ "decoder": { "type": "gru", "attention": "none", "contextUse": [ "state", null ] } }""", "model:decoder:contextUse:1: null is none of its values")]
    [InlineData("""{ "type": "decoderOnly", "encoder": { "layers": 2 } }""", "has no encoder")]
    [InlineData("""{ "type": "decoderOnly", "decoder": { "type": "gru" } }""", "one Transformer stack")]
    [InlineData("""{ "type": "decoderOnly", "sharedEmbeddings": false }""", "one embedding only")]
    [InlineData("""{ "type": "encoderOnly", "decoder": { "layers": 2 } }""", "has no decoder")]
    [InlineData("""{ "type": "encoderOnly", "tiedOutput": false }""", "always its embedding")]
    public void A_network_that_cannot_be_is_refused_with_the_reason(string model, string reason)
    {
        var error = Assert.Throws<RecipeException>(() => Load(model));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "encoder": { "type": "conv" }, "decoder": { "type": "conv" }, "attentionDropout": 0.1 }""")]
    [InlineData("""{ "encoder": { "type": "gru" }, "decoder": { "type": "conv" }, "attentionDropout": 0.1 }""")]
    [InlineData("""{ "encoder": { "type": "gru" }, "decoder": { "type": "gru" }, "attentionDropout": 0.1 }""")]
    [InlineData("""{ "type": "encoderOnly", "attentionDropout": 0.1 }""")]
    public void Whatever_attends_can_drop_weights_of_its_attention(string model) => Assert.Equal(0.1, Shape(model).AttentionDropout);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{ "encoder": { "type": "lstm" } }""", true)]
    [InlineData("""{ "type": "decoderOnly" }""", false)]
    [InlineData("""{ "type": "encoderOnly" }""", false)]
    public void A_single_stack_does_not_call_itself_an_encoder_with_a_decoder(string model, bool isPair) =>
        Assert.Equal(isPair, Shape(model).IsEncoderDecoder);

    [Theory]
    [InlineData("{}", ModelConfig.Marian)]
    [InlineData("""{ "encoder": { "type": "lstm" } }""", ModelConfig.EncoderDecoder)]
    [InlineData("""{ "decoder": { "type": "conv" } }""", ModelConfig.EncoderDecoder)]
    [InlineData("""{ "type": "decoderOnly" }""", ModelConfig.DecoderOnly)]
    [InlineData("""{ "type": "encoderOnly" }""", ModelConfig.EncoderOnly)]
    public void The_parts_decide_the_model_type(string model, string type) => Assert.Equal(type, Shape(model).ModelType);

    [Fact]
    public void Parts_that_are_not_described_are_the_small_Transformer_of_always()
    {
        var config = Shape("{}");

        Assert.Equal((256, 4, 2, 8, 8, 1024, 1024), (
            config.Width, config.EncoderLayers, config.DecoderLayers, config.EncoderHeads, config.DecoderHeads, config.EncoderFeedForward, config.DecoderFeedForward));
        Assert.Equal((AttentionKind.None, 0, 0), (config.Attention, config.EncoderHidden, config.DecoderHidden));
    }

    [Fact]
    public void A_recurrent_pair_is_bidirectional_and_attends_unless_told()
    {
        var config = Shape("""{ "encoder": { "type": "gru" }, "decoder": { "type": "gru" } }""");

        Assert.Equal((AttentionKind.Additive, true, 1, 1, 512), (config.Attention, config.BidirectionalEncoder, config.EncoderLayers, config.DecoderLayers, config.DecoderHidden));
        Assert.Equal([ContextUse.State], config.ContextUses);
    }

    [Fact]
    public void Uses_of_the_context_replace_the_default()
    {
        var config = Shape("""{ "decoder": { "type": "gru", "attention": "none", "context": "weightedSum", "contextUse": [ "input", "output" ] } }""");

        Assert.Equal((ContextKind.WeightedSum, AttentionKind.None), (config.Context, config.Attention));
        Assert.Equal([ContextUse.Input, ContextUse.Output], config.ContextUses);
    }

    [Fact]
    public void A_decoder_that_attends_may_begin_without_the_context() =>
        Assert.Empty(Shape("""{ "decoder": { "type": "gru", "contextUse": [] } }""").ContextUses);

    public void Dispose() => File.Delete(_path);

    private ModelConfig Shape(string model) => ModelConfigs.Shape(Load(model).Model);

    private Recipe Load(string model)
    {
        var monolingual = model.Contains("encoderOnly", StringComparison.Ordinal);
        var text = monolingual ? """{ "source": "a" }""" : """{ "source": "a", "target": "b" }""";
        var metric = monolingual ? "loss" : "bleu";
        File.WriteAllText(_path, $$"""{ "name": "tiny", "data": { "train": [ {{text}} ] }, "model": {{model}}, "validation": { "metric": "{{metric}}" } }""");
        return RecipeFile.Load(_path, []);
    }
}
