using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>
/// Beam search as one would write it on a blackboard: whole sentences, the whole vocabulary, the 2n best of all continuations at every
/// step. The specification of <see cref="BeamGroup"/>.
/// </summary>
internal static class PlainBeamSearch
{
    private sealed record Beam(int[] Said, double Sum);

    public static List<(int[] Said, double Score)> Search(Func<int[], double[]> network, DecodingOptions options, int maxLength)
    {
        var live = new List<Beam> { new([], 0) };
        var finished = new List<(int[] Said, double Score)>();
        for (var length = 0; ; length++)
        {
            var best = live
                .SelectMany((beam, row) => Continuations(beam, network(beam.Said), options, length).Select(next => (Row: row, next.Token, Beam: next.Longer)))
                .OrderByDescending(next => next.Beam.Sum).ThenBy(next => next.Row).ThenBy(next => next.Token)
                .Take(2 * options.BeamSize).ToList();

            finished.AddRange(best.Take(options.BeamSize).Where(next => next.Token == FakeEngine.Eos)
                .Select(next => (live[next.Row].Said, Score(next.Beam.Sum, length + 1, options))));
            finished = [.. finished.OrderByDescending(end => end.Score).Take(options.BeamSize)];
            if (length == maxLength)
            {
                var cut = live.Select(beam => (beam.Said, Score: Score(beam.Sum, length, options))).OrderByDescending(end => end.Score);
                return [.. finished.Concat(cut).Take(options.BeamSize).Take(options.NBest)];
            }

            live = [.. best.Where(next => next.Token != FakeEngine.Eos).Take(options.BeamSize).Select(next => next.Beam)];
            var isFull = finished.Count == options.BeamSize;
            if (live.Count == 0 || (isFull && Score(live[0].Sum, length + 2, options) <= finished[^1].Score))
                return [.. finished.Take(options.NBest)];
        }
    }

    private static double Score(double sum, int length, DecodingOptions options) => sum / Math.Pow(length, options.LengthPenalty);

    private static IEnumerable<(int Token, Beam Longer)> Continuations(Beam beam, double[] next, DecodingOptions options, int length)
    {
        for (var token = 0; token < next.Length; token++)
        {
            var isForced = length < options.Prefix.Count;
            int[] said = [.. beam.Said, token];
            if (isForced ? token == options.Prefix[length] : IsAllowed(said, options))
                yield return (token, new(said, beam.Sum + (float)Math.Log(next[token])));
        }
    }

    private static bool IsAllowed(int[] said, DecodingOptions options)
    {
        var n = options.NoRepeatNgram;
        var grams = Enumerable.Range(0, n == 0 ? 0 : Math.Max(0, said.Length - n + 1)).Select(start => string.Join(' ', said[start..(start + n)])).ToList();

        return said[^1] switch
        {
            FakeEngine.Start => false,
            FakeEngine.Eos => said.Length > options.MinLength,
            _ => grams.Count == 0 || !grams[..^1].Contains(grams[^1]),
        };
    }
}
