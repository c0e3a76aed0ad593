using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class WeightsTests
{
    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void Gradients_reach_every_parameter(string member)
    {
        using var example = Example.Of(member);
        example.Network.train();
        var sources = example.Sentences(count: 8, longest: 9);
        var targets = Enumerable.Range(0, 8).Select(_ => example.Sentence(9)).ToArray();

        var scores = example.TeacherForced(example.Encode(sources), example.Padded(example.Shifted(targets)));
        var loss = nn.functional.cross_entropy(scores.view(-1, example.Config.VocabularySize), example.Padded(targets).view(-1), label_smoothing: 0.1);
        loss.backward();

        Assert.All(example.Network.named_parameters(), named =>
        {
            Assert.NotNull(named.parameter.grad);
            Assert.True(named.parameter.grad.abs().max().item<float>() > 0, $"{named.name} has no gradient");
        });
    }

    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void A_saved_and_loaded_network_answers_the_same(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        using var other = NetworkFactory.Create(example.Config);
        other.eval();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        try
        {
            using (var file = File.Create(path))
                SafetensorsWriter.Write(file, NetworkWeights.Copy(example.Network).Select(w => new WeightSource(w.Name, w.Tensor.Shape, w.Tensor.Values)));
            NetworkWeights.Load(other, ModelWeights.Read(path));
        }
        finally
        {
            File.Delete(path);
        }

        var sources = example.Sentences(count: 3, longest: 7);
        var inputs = example.Padded(example.Sentences(count: 3, longest: 5));
        var encoded = other.Encode(example.Padded(sources), [.. sources.Select(source => (long)source.Length)]);
        var expected = example.Network.Decode(example.Encode(sources), inputs);
        Same.Values(expected, other.Decode(encoded, inputs), 0);
    }
}
