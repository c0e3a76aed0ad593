using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class RecurrentKernelTests
{
    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Rnn_steps_follow_the_plain_twin(string path)
    {
        foreach (var width in KernelCases.Lengths)
        {
            float[] input = KernelCases.Values(width, 1, spread: 3), hidden = KernelCases.Values(width, 2, spread: 3);
            var expected = KernelCases.Values(width, 3);
            var state = KernelCases.Guarded(expected);
            ReferenceKernels.Rnn(input, hidden, expected);

            KernelCases.Set(path).Rnn(KernelCases.Buffer(input).Start, KernelCases.Buffer(hidden).Start, state.Start, width);

            KernelCases.AssertClose(expected, state.Span, 1e-6);
            KernelCases.AssertGuard(state, width);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Lstm_steps_follow_the_plain_twin(string path)
    {
        foreach (var width in KernelCases.Lengths)
        {
            float[] input = KernelCases.Values(4 * width, 1, spread: 3), hidden = KernelCases.Values(4 * width, 2, spread: 3);
            float[] expected = KernelCases.Values(width, 3), expectedCell = KernelCases.Values(width, 4, spread: 2);
            var (state, cell) = (KernelCases.Guarded(expected), KernelCases.Guarded(expectedCell));
            ReferenceKernels.Lstm(input, hidden, expected, expectedCell);

            KernelCases.Set(path).Lstm(KernelCases.Buffer(input).Start, KernelCases.Buffer(hidden).Start, state.Start, cell.Start, width);

            KernelCases.AssertClose(expected, state.Span, 1e-6);
            KernelCases.AssertClose(expectedCell, cell.Span, 1e-6);
            KernelCases.AssertGuard(state, width);
            KernelCases.AssertGuard(cell, width);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Gru_steps_follow_the_plain_twin(string path)
    {
        foreach (var width in KernelCases.Lengths)
        {
            float[] input = KernelCases.Values(3 * width, 1, spread: 3), hidden = KernelCases.Values(3 * width, 2, spread: 3);
            var expected = KernelCases.Values(width, 3);
            var state = KernelCases.Guarded(expected);
            ReferenceKernels.Gru(input, hidden, expected);

            KernelCases.Set(path).Gru(KernelCases.Buffer(input).Start, KernelCases.Buffer(hidden).Start, state.Start, width);

            KernelCases.AssertClose(expected, state.Span, 1e-6);
            KernelCases.AssertGuard(state, width);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Additive_scores_follow_the_plain_twin(string path)
    {
        foreach (var width in KernelCases.Lengths)
        {
            var (query, key, v) = (KernelCases.Values(width, 1), KernelCases.Values(width, 2), KernelCases.Values(width, 3));

            var score = KernelCases.Set(path).AdditiveScore(
                KernelCases.Guarded(query).Start, KernelCases.Guarded(key).Start, KernelCases.Guarded(v).Start, width);

            Assert.Equal(ReferenceKernels.AdditiveScore(query, key, v), (double)score, 1e-5);
        }
    }
}
