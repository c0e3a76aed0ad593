using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class ContextRuleTests
{
    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void Step_by_step_decoding_gives_the_scores_of_teacher_forcing(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var encoded = example.Encode(example.Sentences(count: 4, longest: 9));
        var inputs = example.Padded([.. Enumerable.Range(0, 4).Select(_ => example.Sentence(7))]);

        var forced = example.TeacherForced(encoded, inputs);                               // [B,T,V]

        using var state = example.Network.Start(encoded);
        for (var t = 0; t < 7; t++)
        {
            var scores = example.Network.Project(example.Network.Step(inputs.select(1, t), state));
            Same.Values(forced.select(1, t), scores, 1e-4);
        }
    }

    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void Later_target_tokens_never_change_earlier_scores(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var encoded = example.Encode(example.Sentences(count: 2, longest: 6));
        var (first, second) = (example.Sentence(6), example.Sentence(6));

        var one = example.TeacherForced(encoded, example.Padded([[.. first, .. second], [.. second, .. first]]));
        var other = example.TeacherForced(encoded, example.Padded([[.. first, .. first], [.. second, .. second]]));

        Same.Values(one.narrow(1, 0, 6), other.narrow(1, 0, 6), 1e-5);
    }
}
