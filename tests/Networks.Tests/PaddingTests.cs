using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class PaddingTests
{
    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void Padding_never_changes_a_row(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var sources = example.Sentences(count: 5, longest: 8);
        var inputs = example.Padded(example.Sentences(count: 5, longest: 6));

        var tight = example.TeacherForced(example.Encode(sources), inputs);
        var loose = example.TeacherForced(example.Encode(sources, extra: 7), inputs);

        Same.Values(tight, loose, 1e-5);
    }

    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void A_batch_is_as_many_single_runs(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var sources = example.Sentences(count: 5, longest: 8);
        var inputs = Enumerable.Range(0, 5).Select(_ => example.Sentence(6)).ToArray();

        var together = example.TeacherForced(example.Encode(sources), example.Padded(inputs));

        for (var row = 0; row < 5; row++)
        {
            var alone = example.TeacherForced(example.Encode([sources[row]]), example.Padded([inputs[row]]));
            Same.Values(alone.select(0, 0), together.select(0, row), 1e-5);
        }
    }
}
