using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class AttentionKernelTests
{
    public static TheoryData<string, int> PathsAndWidths =>
        [.. from path in Enum.GetNames<VectorPath>() from width in (int[])[1, 3, 8, 13, 16, 24, 32, 40, 64, 100] select (path, width)];

    /// <summary>Queries of a group.</summary>
    private const int Queries = 3;

    [Theory]
    [MemberData(nameof(PathsAndWidths))]
    public void Attention_over_a_source_follows_the_plain_twin_in_every_query_of_a_group(string path, int width)
    {
        foreach (var positions in KernelCases.Lengths)
        {
            var padded = HeadMemory.Padded(positions);
            var step = width * (padded + positions);
            var cases = Enumerable.Range(0, Queries).Select(query => new Case(positions, width, query)).ToArray();
            var heads = new Rows(KernelCases.Buffer(new float[Queries * step]).Start, step);          // [queries, keys [K, padded S] | values [S, K]]
            for (var query = 0; query < Queries; query++)
            {
                HeadKeys.Transpose(new Rows(cases[query].Keys.Start, width), positions, width, new Rows(heads[query], padded));
                cases[query].Values.Span.CopyTo(new Span<float>(heads[query] + (width * padded), positions * width));
            }

            var memory = new HeadMemory(new Rows(heads.Start, padded), new Rows(heads.Start + (width * padded), width), positions, step);
            var (scores, results) = (KernelCases.Guarded(new float[QueryGroup.Scores(Queries, positions)]), KernelCases.Guarded(new float[Queries * width]));

            KernelCases.Set(path).Attend(Case.Group(cases, width), memory, scores.Start, new Rows(results.Start, width));

            Case.AssertResults(cases, results, width);
            KernelCases.AssertGuard(results, Queries * width);
            KernelCases.AssertGuard(scores, QueryGroup.Scores(Queries, positions));
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndWidths))]
    public void Attention_over_scattered_slots_follows_the_plain_twin_in_every_head(string path, int width)
    {
        foreach (var positions in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33])
        {
            var slots = Enumerable.Range(0, positions).Reverse().ToArray();
            var all = Queries * width;
            var cases = Enumerable.Range(0, Queries).Select(query => new Case(positions, width, query)).ToArray();
            var cache = new Rows(KernelCases.Buffer(new float[positions * 2 * all]).Start, 2 * all);   // [slots, keys D | values D]
            for (var t = 0; t < positions; t++)
            {
                for (var head = 0; head < Queries; head++)
                {
                    var column = cache[slots[t]] + (head * width);
                    cases[head].Keys.Span.Slice(t * width, width).CopyTo(new Span<float>(column, width));
                    cases[head].Values.Span.Slice(t * width, width).CopyTo(new Span<float>(column + all, width));
                }
            }

            var padded = HeadMemory.Padded(positions);
            var (scores, results) = (KernelCases.Guarded(new float[QueryGroup.Scores(Queries, positions)]), KernelCases.Guarded(new float[all]));
            fixed (int* table = slots)
            {
                var history = new HeadHistory(cache, cache.Skip(all), table, positions);
                KernelCases.Set(path).AttendHistory(Case.Group(cases, width), history, scores.Start, new Rows(results.Start, width));
            }

            Case.AssertResults(cases, results, width);
            KernelCases.AssertGuard(results, all);
            KernelCases.AssertGuard(scores, QueryGroup.Scores(Queries, positions));
        }
    }

    /// <summary>One query with keys and values of its own.</summary>
    private sealed class Case(int positions, int width, int query)
    {
        private const float Scale = 0.3f;

        private float[] Query { get; } = KernelCases.Values(width, 1 + query, spread: 2);

        public FloatBuffer Keys { get; } = KernelCases.Buffer(KernelCases.Values(positions * width, 12 + query, spread: 2));

        public FloatBuffer Values { get; } = KernelCases.Buffer(KernelCases.Values(positions * width, 23 + query));

        public static QueryGroup Group(Case[] cases, int width)
        {
            var queries = KernelCases.Buffer([.. cases.SelectMany(one => one.Query)]);
            return new QueryGroup(new Rows(queries.Start, width), cases.Length, width, Scale);
        }

        public static void AssertResults(Case[] cases, FloatBuffer results, int width)
        {
            var expected = new float[width];
            for (var i = 0; i < cases.Length; i++)
            {
                ReferenceKernels.Attend(cases[i].Query, cases[i].Keys.Span, cases[i].Values.Span, Scale, expected);
                KernelCases.AssertClose(expected, results.Span.Slice(i * width, width), 1e-5);
            }
        }
    }
}
