using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class AttentionTests
{
    [TorchTheory]
    [MemberData(nameof(Example.Attending), MemberType = typeof(Example))]
    public void Each_step_shows_weights_of_the_real_source_tokens_that_sum_to_one(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var encoded = example.Encode([example.Sentence(2), example.Sentence(7), example.Sentence(4)], extra: 2);
        using var state = example.Network.Start(encoded);
        state.WithAttention = true;

        for (var t = 0; t < 4; t++)
        {
            example.Network.Step(example.Padded([example.Sentence(3)]).view(-1), state);

            var weights = Assert.IsType<Tensor>(state.Attention);                          // [B,S]
            Same.Values(ones(3, 1).view(-1), weights.sum(dim: 1), 1e-5);
            Assert.True(weights.min().item<float>() >= 0);
            Assert.Equal(0, weights.masked_fill(encoded.Padding.logical_not(), 0).abs().max().item<float>());
        }
    }

    [TorchTheory]
    [MemberData(nameof(Example.Attending), MemberType = typeof(Example))]
    public void Weights_do_not_depend_on_the_rows_beside_and_follow_rows_that_move(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var (one, two) = (example.Sentence(6), example.Sentence(3));
        using var alone = example.Network.Start(example.Encode([two]));
        using var both = example.Network.Start(example.Encode([one, two]));
        using var late = example.Network.Start(example.Encode([one]));
        (alone.WithAttention, both.WithAttention) = (true, true);

        example.Network.Step(tensor([1L]), alone);
        example.Network.Step(tensor([2L, 1L]), both);
        Same.Values(alone.Attention!.select(0, 0), both.Attention!.select(0, 1).narrow(0, 0, 3), 1e-5);

        both.Select(tensor([1L, 0L]));
        both.Append(late);
        example.Network.Step(tensor([3L]), alone);
        example.Network.Step(tensor([3L, 2L, 2L]), both);
        Same.Values(alone.Attention!.select(0, 0), both.Attention!.select(0, 0).narrow(0, 0, 3), 1e-5);
    }

    [TorchTheory]
    [InlineData("Gru attending by Additive, from the context", true)]
    [InlineData("Gru with Last as State", true)]
    [InlineData("Conv to Conv", false)]
    public void Nothing_is_kept_where_it_was_not_asked_for_or_nothing_attends(string member, bool asked)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        using var state = example.Network.Start(example.Encode([example.Sentence(5)]));
        state.WithAttention = asked;

        example.Network.Step(tensor([1L]), state);

        Assert.Equal(asked && example.Config.HasAttention, state.Attention is not null);
    }

    [TorchFact]
    public void Weights_of_the_step_before_are_gone_once_rows_have_moved()
    {
        using var example = Example.Of("Gru attending by Additive, from the context");
        using var still = no_grad();
        using var state = example.Network.Start(example.Encode([example.Sentence(5), example.Sentence(4)]));
        state.WithAttention = true;

        example.Network.Step(tensor([1L, 2L]), state);
        state.Select(tensor([1L]));

        Assert.Null(state.Attention);
    }
}
