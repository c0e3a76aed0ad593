using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class GatedKernelTests
{
    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Gated_linear_units_follow_the_plain_twin(string path)
    {
        foreach (var width in KernelCases.Lengths)
        {
            var values = KernelCases.Values(2 * width, 1, spread: 6);
            var expected = new float[width];
            ReferenceKernels.Gate(values, expected);
            var (wide, result) = (KernelCases.Guarded(values), KernelCases.Guarded(new float[width]));

            KernelCases.Set(path).Gate(wide.Start, width, result.Start);
            KernelCases.Set(path).Gate(wide.Start, width, wide.Start);

            KernelCases.AssertClose(expected, result.Span, 3e-6);
            KernelCases.AssertGuard(result, width);
            Assert.Equal(result.Span[..width].ToArray(), wide.Span[..width].ToArray());
            Assert.Equal(values[width..], wide.Span[width..(2 * width)].ToArray());
            KernelCases.AssertGuard(wide, 2 * width);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Scaled_sums_are_exact(string path)
    {
        foreach (var length in KernelCases.Lengths)
        {
            float[] x = KernelCases.Values(length, 1), addend = KernelCases.Values(length, 2);
            var expected = new float[length];
            ReferenceKernels.AddScale(x, addend, 0.7f, expected);
            var (sum, right, result) = (KernelCases.Guarded(x), KernelCases.Guarded(addend), KernelCases.Guarded(new float[length]));

            KernelCases.Set(path).AddScale(sum.Start, right.Start, 0.7f, length, result.Start);
            KernelCases.Set(path).AddScale(sum.Start, right.Start, 0.7f, length, sum.Start);

            Assert.Equal(expected, result.Span[..length].ToArray());
            Assert.Equal(expected, sum.Span[..length].ToArray());
            KernelCases.AssertGuard(result, length);
            KernelCases.AssertGuard(sum, length);
        }
    }
}
