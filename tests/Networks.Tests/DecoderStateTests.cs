using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class DecoderStateTests
{
    private const int Sentences = 6;
    private const int Steps = 12;

    [TorchTheory]
    [MemberData(nameof(Example.Members), MemberType = typeof(Example))]
    public void Rows_that_move_leave_and_join_are_as_if_they_had_never_moved(string member)
    {
        using var example = Example.Of(member);
        using var still = no_grad();
        var sources = example.Sentences(Sentences, longest: 9);
        var targets = Enumerable.Range(0, Sentences).Select(_ => example.Sentence(Steps)).ToArray();
        var expected = Enumerable.Range(0, Sentences)
            .Select(i => example.TeacherForced(example.Encode([sources[i]]), example.Padded([targets[i]])).squeeze(0))   // [T,V]
            .ToArray();

        using var state = example.Network.Start(example.Encode([sources[0]]));
        var rows = new List<(int Sentence, int Position)> { (0, 0) };
        var next = 1;
        for (var step = 0; rows.Count > 0; step++)
        {
            if (next < Sentences && step % 2 == 1)
                Join(example, state, rows, sources, ref next);

            Step(example, state, rows, targets, expected);
            Shuffle(example, state, rows, sources);
        }

        Assert.Equal(Sentences, next);
    }

    private static void Join(Example example, DecoderState state, List<(int Sentence, int Position)> rows, long[][] sources, ref int next)
    {
        using var joining = example.Network.Start(example.Encode([sources[next]]));
        state.Append(joining);
        rows.Add((next++, 0));
    }

    private static void Step(Example example, DecoderState state, List<(int Sentence, int Position)> rows, long[][] targets, Tensor[] expected)
    {
        var tokens = tensor(rows.Select(row => targets[row.Sentence][row.Position]).ToArray());
        var scores = example.Network.Project(example.Network.Step(tokens, state));        // [N,V]
        for (var i = 0; i < rows.Count; i++)
        {
            var (sentence, position) = rows[i];
            Same.Values(expected[sentence].select(0, position), scores.select(0, i), 1e-4);
            rows[i] = (sentence, position + 1);
        }
    }

    /// <summary>Finished rows leave and take with them what only they needed, the others change places, and now and then one is doubled.</summary>
    private static void Shuffle(Example example, DecoderState state, List<(int Sentence, int Position)> rows, long[][] sources)
    {
        var kept = Enumerable.Range(0, rows.Count).Where(i => rows[i].Position < Steps).OrderBy(_ => example.Next(1000)).ToList();
        if (kept.Count is > 0 and < 9 && example.Next(3) == 0)
            kept.Add(kept[example.Next(kept.Count)]);
        if (kept.Count > 0)
        {
            var longest = kept.Max(i => sources[rows[i].Sentence].Length);
            state.Select(tensor(kept.Select(i => (long)i).ToArray()), longest, kept.Max(i => rows[i].Position));
            Assert.Equal(longest, state.Padding.shape[1]);
        }

        var moved = kept.Select(i => rows[i]).ToList();
        rows.Clear();
        rows.AddRange(moved);
    }
}
