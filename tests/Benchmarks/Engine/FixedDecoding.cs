using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>Decodes random sources for a fixed number of steps, greedy or by beams; nothing ends early, so that every run is the same work.</summary>
internal sealed class FixedDecoding(ModelConfig config, Workload work)
{
    private readonly int[][] _sources = Sources(config, work);

    /// <summary>The first token of every row in every step, [T, N].</summary>
    public int[] Run(IEngine engine)
    {
        var chosen = new List<int>();
        using var state = engine.Encode(_sources);
        var output = new StepOutput();
        var candidates = 2 * work.Beam;
        state.Step(new StepInput { Tokens = [.. _sources.Select(_ => config.DecoderStartId)], Candidates = candidates }, Room(output, work.Batch, candidates));

        var rows = work.Batch * work.Beam;
        var input = new StepInput { Tokens = new int[rows], Candidates = candidates };
        var (parents, scores) = (new int[rows], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            parents[row] = row / work.Beam;
            input.Tokens[row] = output.Ids[(parents[row] * candidates) + (row % work.Beam)];
            scores[row] = output.LogProbabilities[(parents[row] * candidates) + (row % work.Beam)];
        }

        for (var t = 1; t < work.OutputTokens; t++)
        {
            chosen.AddRange(input.Tokens);
            if (t == 1 || work.Beam > 1)
                state.Select(parents);
            state.Step(input, Room(output, rows, candidates));
            Choose(input, output, parents, scores);
        }

        chosen.AddRange(input.Tokens);
        return [.. chosen];
    }

    public void Encode(IEngine engine) => engine.Encode(_sources).Dispose();

    private static StepOutput Room(StepOutput output, int rows, int candidates)
    {
        output.Reserve(rows, candidates);
        return output;
    }

    /// <summary>The best of every sentence's beam × 2·beam continuations go on.</summary>
    private void Choose(StepInput input, StepOutput output, int[] parents, float[] scores)
    {
        var (beam, width) = (work.Beam, 2 * work.Beam * work.Beam);
        Span<float> totals = stackalloc float[width];
        Span<float> chosen = stackalloc float[beam];
        for (var first = 0; first < parents.Length; first += beam)
        {
            for (var i = 0; i < width; i++)
                totals[i] = scores[first + (i / (2 * beam))] + output.LogProbabilities[(first * 2 * beam) + i];

            for (var row = 0; row < beam; row++)
            {
                var best = 0;
                for (var i = 1; i < width; i++)
                    best = totals[i] > totals[best] ? i : best;

                chosen[row] = totals[best];
                parents[first + row] = first + (best / (2 * beam));
                input.Tokens[first + row] = output.Ids[(first * 2 * beam) + best];
                totals[best] = float.NegativeInfinity;
            }

            chosen.CopyTo(scores.AsSpan(first, beam));
        }
    }

    private static int[][] Sources(ModelConfig config, Workload work)
    {
        var random = new Random(work.Batch);
        return [.. Enumerable.Range(0, work.Batch).Select(_ => (int[])
            [.. Enumerable.Range(1, work.SourceTokens - 1).Select(_ => random.Next(2, config.VocabularySize - 1)), config.EosId])];
    }
}
