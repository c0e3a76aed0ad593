using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class SampledDecodingTests
{
    private const int Rows = 3;
    private const int Steps = 6;

    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void Without_own_inputs_it_is_teacher_forcing(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var encoded = example.Encode(example.Sentences(Rows, longest: 7));
        var inputs = Inputs(example);

        var sampled = example.Network.DecodeSampled(encoded, inputs, Own(_ => false));

        Same.Values(example.Network.Decode(encoded, inputs), sampled, 1e-4);
    }

    [TorchTheory]
    [MemberData(nameof(Example.Recurrent), MemberType = typeof(Example))]
    public void With_all_inputs_its_own_a_recurrent_decoder_runs_freely(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var encoded = example.Encode(example.Sentences(Rows, longest: 7));
        var inputs = Inputs(example);

        var sampled = example.Network.DecodeSampled(encoded, inputs, Own(_ => true));      // [B,T,D]

        using var state = example.Network.Start(encoded);
        var tokens = inputs.select(1, 0);
        for (var t = 0; t < Steps; t++)
        {
            var output = example.Network.Step(tokens, state);
            Same.Values(output, sampled.select(1, t), 1e-4);
            tokens = example.Network.Project(output).argmax(1);
        }
    }

    [TorchTheory]
    [MemberData(nameof(Example.Parallel), MemberType = typeof(Example))]
    public void The_other_decoders_mix_in_what_teacher_forcing_finds_best(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var encoded = example.Encode(example.Sentences(Rows, longest: 7));
        var inputs = Inputs(example);
        var best = example.TeacherForced(encoded, inputs).argmax(2);                       // [B,T]
        var mixed = inputs.clone();
        for (var t = 1; t < Steps; t += 2)
            mixed.select(1, t).copy_(best.select(1, t - 1));

        var sampled = example.Network.DecodeSampled(encoded, inputs, Own(t => t % 2 == 1));

        Same.Values(example.Network.Decode(encoded, mixed), sampled, 1e-5);
    }

    [TorchTheory]
    [InlineData("Gru attending by Additive, from the context")]
    [InlineData("Lstm attending by MultiHead, fed, from the context")]
    [InlineData("Rnn with Last as State")]
    [InlineData("marian static post-norm")]
    public void Gradients_pass_through_the_inputs_that_were_kept(string member)
    {
        using var example = Example.Of(member);
        example.Network.train();
        var encoded = example.Encode(example.Sentences(Rows, longest: 7));

        example.Network.DecodeSampled(encoded, Inputs(example), Own(t => t % 2 == 0)).square().sum().backward();

        var output = example.Network.OutputLayer;
        Assert.All(
            example.Network.named_parameters().Where(named => !ReferenceEquals(named.parameter, output.Weight) && named.name != "final_logits_bias"),
            named => Assert.True(named.parameter.grad?.abs().max().item<float>() > 0, $"{named.name} has no gradient"));
    }

    private static Tensor Inputs(Example example) =>                                       // [B,T]
        example.Padded([.. Enumerable.Range(0, Rows).Select(_ => (long[])[example.Config.DecoderStartId, .. example.Sentence(Steps - 1)])]);

    private static Tensor Own(Func<int, bool> at)                                          // [B,T]
    {
        var places = new long[Rows, Steps];
        for (var row = 0; row < Rows; row++)
        {
            for (var t = 0; t < Steps; t++)
                places[row, t] = at(t) ? 1 : 0;
        }

        return tensor(places).gt(0);
    }
}
