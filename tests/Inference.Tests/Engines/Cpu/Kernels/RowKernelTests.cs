using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

/// <summary>Kernels that work on one row: activations, norms, sums, softmax and search.</summary>
public sealed unsafe class RowKernelTests
{
    public static TheoryData<string, string> Activations =>
        [.. from path in Enum.GetNames<VectorPath>() from name in (string[])["Relu", "Gelu", "Swish", "Tanh", "None"] select (path, name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_follow_the_plain_twin(string path, string name)
    {
        var activation = Enum.Parse<Activation>(name);
        foreach (var length in KernelCases.Lengths)
        {
            var values = KernelCases.Values(length, 1, spread: 8);
            var buffer = KernelCases.Guarded(values);

            KernelCases.Set(path).Activate(activation, buffer.Start, length);

            KernelCases.AssertClose([.. values.Select(x => ReferenceKernels.Activate(activation, x))], buffer.Span, 3e-6);
            KernelCases.AssertGuard(buffer, length);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_stay_finite_at_both_ends(string path, string name)
    {
        float[] values = [-1e30f, -200, -88.5f, -0f, 0, 88.5f, 200, 1e30f];
        var buffer = KernelCases.Guarded(values);

        KernelCases.Set(path).Activate(Enum.Parse<Activation>(name), buffer.Start, values.Length);

        Assert.All(buffer.Span[..values.Length].ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Layer_norms_follow_the_plain_twin(string path)
    {
        foreach (var length in KernelCases.Lengths)
        {
            float[] x = KernelCases.Values(length, 1, spread: 3), gain = KernelCases.Values(length, 2), bias = KernelCases.Values(length, 3);
            var expected = new float[length];
            const float Epsilon = 0.1f;
            ReferenceKernels.Normalize(x, gain, bias, expected, Epsilon);
            var (source, result) = (KernelCases.Guarded(x), KernelCases.Guarded(x));
            var norm = new NormWeights(gain, bias, Epsilon);

            KernelCases.Set(path).Normalize(source.Start, norm, result.Start);
            KernelCases.Set(path).Normalize(source.Start, norm, source.Start);

            KernelCases.AssertClose(expected, result.Span, 1e-5);
            KernelCases.AssertClose(expected, source.Span, 1e-5);
            KernelCases.AssertGuard(result, length);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Sums_are_exact(string path)
    {
        foreach (var length in KernelCases.Lengths)
        {
            float[] x = KernelCases.Values(length, 1), addend = KernelCases.Values(length, 2);
            var (sum, scaled) = (KernelCases.Guarded(x), KernelCases.Guarded(x));
            var right = KernelCases.Guarded(addend);

            KernelCases.Set(path).Add(sum.Start, right.Start, length);
            KernelCases.Set(path).ScaleAdd(scaled.Start, 2, right.Start, length, scaled.Start);

            Assert.Equal(x.Zip(addend, (a, b) => a + b), sum.Span[..length].ToArray());
            Assert.Equal(x.Zip(addend, (a, b) => (2 * a) + b), scaled.Span[..length].ToArray());
            KernelCases.AssertGuard(sum, length);
            KernelCases.AssertGuard(scaled, length);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Softmax_follows_the_plain_twin(string path)
    {
        foreach (var length in KernelCases.Lengths)
        {
            var expected = KernelCases.Values(length, 1, spread: 40);
            var buffer = KernelCases.Guarded(expected);
            ReferenceKernels.Softmax(expected);

            KernelCases.Set(path).Softmax(buffer.Start, length);

            KernelCases.AssertClose(expected, buffer.Span, 1e-6);
            KernelCases.AssertGuard(buffer, length);
        }
    }

    [Fact]
    public void The_exponential_is_as_exact_as_its_argument()
    {
        for (var x = -87f; x <= 88; x += 0.0137f)
        {
            var exact = Math.Exp((double)x);
            var error = Math.Abs((VectorMath<SimdPlain, float>.Exp(x) / exact) - 1);
            Assert.True(error <= 2e-7 + (Math.Abs(x) * (Hardware.FusesMultiplyAdd ? 1.5e-8 : 1e-7)), $"e^{x} is off by {error:E1}.");
        }

        Assert.Equal(1, VectorMath<SimdPlain, float>.Exp(0));
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void Parts_of_the_log_sum_exp_are_the_greatest_value_and_the_sum_below_it(string path)
    {
        foreach (var length in KernelCases.Lengths)
        {
            var values = KernelCases.Values(length, 1, spread: 20);
            var buffer = KernelCases.Guarded(values);

            var (greatest, sum) = KernelCases.Set(path).LogSumExpParts(buffer.Start, length);

            Assert.Equal(values.Max(), greatest);
            Assert.Equal(values.Sum(value => Math.Exp((double)value - greatest)), sum, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(KernelCases.Paths), MemberType = typeof(KernelCases))]
    public void The_search_finds_every_value_above_the_threshold(string path)
    {
        foreach (var length in KernelCases.Lengths)
        {
            var values = KernelCases.Values(length, 1);
            var buffer = KernelCases.Guarded(values);
            var found = new List<int>();
            for (var i = -1; (i = KernelCases.Set(path).NextAbove(buffer.Start, i + 1, length, 0.5f)) < length;)
                found.Add(i);

            Assert.Equal(Enumerable.Range(0, length).Where(i => values[i] > 0.5f), found);
        }
    }
}
