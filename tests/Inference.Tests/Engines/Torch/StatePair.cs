using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Tests.Engines.Torch;

/// <summary>The same rows in two engines: whatever is done to one is done to the other, and every step must find the same.</summary>
internal sealed class StatePair(IDecodingState expected, IDecodingState actual, int vocabulary) : IDisposable
{
    private const double Tolerance = 1e-4;

    public static StatePair Encode((IEngine Expected, IEngine Actual) engines, int[][] sources, int vocabulary) =>
        new(engines.Expected.Encode(sources), engines.Actual.Encode(sources), vocabulary);

    public int Rows => actual.Rows;

    /// <summary>Feeds both the same random tokens and compares the whole vocabulary and the weights of the source's tokens.</summary>
    public void Step(Random random)
    {
        var input = new StepInput
        {
            Tokens = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(vocabulary))], Candidates = vocabulary, WithAttention = true,
        };
        var (a, b) = (new StepOutput(), new StepOutput());
        expected.Step(input, a);
        actual.Step(input, b);

        Assert.Equal(expected.Rows, actual.Rows);
        for (var row = 0; row < Rows; row++)
            CompareCandidates(a, b, row * vocabulary);
        CompareAttention(a.Attention, b.Attention);
    }

    public void Select(params int[] rows)
    {
        expected.Select(rows);
        actual.Select(rows);
    }

    public void Append(StatePair other)
    {
        expected.Append(other.Expected);
        actual.Append(other.Actual);
    }

    public void Dispose()
    {
        expected.Dispose();
        actual.Dispose();
    }

    private IDecodingState Expected => expected;

    private IDecodingState Actual => actual;

    /// <summary>Place by place; only where two probabilities are as good as equal may ids change places.</summary>
    private void CompareCandidates(StepOutput a, StepOutput b, int first)
    {
        var places = Enumerable.Range(first, vocabulary).ToDictionary(i => a.Ids[i], i => i);
        for (var i = first; i < first + vocabulary; i++)
        {
            Assert.Equal(a.LogProbabilities[i], b.LogProbabilities[i], Tolerance);
            if (a.Ids[i] != b.Ids[i])
                Assert.Equal(a.LogProbabilities[places[b.Ids[i]]], b.LogProbabilities[i], Tolerance);
        }
    }

    private static void CompareAttention(float[][] a, float[][] b)
    {
        Assert.Equal(a.Select(row => row.Length), b.Select(row => row.Length));
        foreach (var (left, right) in a.SelectMany(row => row).Zip(b.SelectMany(row => row)))
            Assert.Equal(left, right, Tolerance);
        Assert.All(b, row => Assert.Equal(1, row.Sum(), Tolerance));
    }
}
