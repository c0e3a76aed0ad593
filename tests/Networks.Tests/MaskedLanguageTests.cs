using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class MaskedLanguageTests
{
    private static readonly ModelConfig Config = new()
    {
        ModelType = ModelConfig.EncoderOnly, VocabularySize = 19, Width = 12, EncoderLayers = 2, DecoderLayers = 1, EncoderHeads = 3, DecoderHeads = 3,
        EncoderFeedForward = 14, DecoderFeedForward = 14, NormalizeBefore = true, StaticPositions = false, MaxPositions = 16, PadId = 18, DecoderStartId = 18,
        TiedOutput = true, Dropout = 0,
    };

    [TorchFact]
    public void Its_weights_initialise_the_encoder_of_a_translation_model_by_name()
    {
        using var masked = NetworkFactory.Create(Config);
        using var translation = NetworkFactory.Create(Config with { ModelType = ModelConfig.Marian });
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var known = translation.state_dict();
        foreach (var (name, weight) in masked.state_dict())
            known[name].copy_(weight);
        masked.eval();
        translation.eval();
        var source = tensor(new long[,] { { 1, 2, 3, 4 }, { 5, 6, 18, 18 } });

        var expected = masked.Encode(source, [4, 2]).Hidden;

        Same.Values(expected, translation.Encode(source, [4, 2]).Hidden, 0);
        Assert.Equal(known.Keys.Where(name => name.StartsWith("model.encoder", StringComparison.Ordinal)).Count(), masked.state_dict().Count - 2);
    }

    [TorchFact]
    public void Gradients_of_the_scores_reach_every_parameter()
    {
        using var network = NetworkFactory.Create(Config);
        using var scope = NewDisposeScope();
        var hidden = network.Encode(tensor(new long[,] { { 1, 2, 3, 4 }, { 5, 6, 18, 18 } }), [4, 2]).Hidden;   // [B,S,D]

        nn.functional.cross_entropy(network.Project(hidden.view(-1, Config.Width)), tensor([1L, 2, 3, 4, 5, 6, 18, 18]), ignore_index: 18).backward();

        Assert.All(network.named_parameters(), named => Assert.True(named.parameter.grad?.abs().max().item<float>() > 0, $"{named.name} has no gradient"));
    }

    [TorchFact]
    public void It_says_that_it_does_not_decode()
    {
        using var network = NetworkFactory.Create(Config);
        using var scope = NewDisposeScope();
        var source = tensor(new long[,] { { 1, 2, 3 } });
        var encoded = network.Encode(source, [3]);

        var error = Assert.Throws<NotSupportedException>(() => network.Decode(encoded, source));

        Assert.Contains("has no decoder", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => network.Start(encoded));
    }
}
