using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// Transcendental functions, the same formula for every width: a value does not depend on the lane that computes it.
/// Absolute errors stay near 1e-7, which is the rounding of fp32 itself.
/// </summary>
internal static class VectorMath<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const float Log2E = 1.44269504f;
    private const float RoundingShift = 12582912f;   // 1.5 · 2²³: adding it rounds to an integer kept in the low bits

    /// <summary>
    /// eˣ = 2ⁿ · 2ʳ with |r| ≤ ½, where 2ʳ is its polynomial of degree 6 through the Chebyshev nodes (error 3e-9); x is clamped to what fp32 can hold.
    /// The relative error grows with |x|, by 1.4e-8 for each unit, since log₂ e is a float, and without fused multiply-add by some 5e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Create(-87f)), TSimd.Create(88f));
        var shifted = TSimd.MultiplyAdd(x, TSimd.Create(Log2E), TSimd.Create(RoundingShift));
        var minusN = TSimd.Subtract(TSimd.Create(RoundingShift), shifted);
        var r = TSimd.MultiplyAdd(x, TSimd.Create(Log2E), minusN);

        var series = TSimd.MultiplyAdd(r, TSimd.Create(1.5461445e-4f), TSimd.Create(1.3400428e-3f));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(9.6180567e-3f));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(5.5503272e-2f));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(0.24022651f));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(0.69314721f));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(1f));
        return TSimd.AddToExponent(series, shifted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var one = TSimd.Create(1f);
        return TSimd.Divide(one, TSimd.Add(one, Exp(TSimd.Subtract(TSimd.Create(0f), x))));
    }

    /// <summary>tanh x = 1 − 2 / (e²ˣ + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var one = TSimd.Create(1f);
        return TSimd.Subtract(one, TSimd.Divide(TSimd.Create(2f), TSimd.Add(Exp(TSimd.Add(x, x)), one)));
    }

    /// <summary>The error function by Abramowitz and Stegun 7.1.26, |error| ≤ 1.5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf(TVector x)
    {
        var one = TSimd.Create(1f);
        var size = TSimd.Abs(x);
        var t = TSimd.Divide(one, TSimd.MultiplyAdd(TSimd.Create(0.3275911f), size, one));

        var polynomial = TSimd.MultiplyAdd(t, TSimd.Create(1.061405429f), TSimd.Create(-1.453152027f));
        polynomial = TSimd.MultiplyAdd(t, polynomial, TSimd.Create(1.421413741f));
        polynomial = TSimd.MultiplyAdd(t, polynomial, TSimd.Create(-0.284496736f));
        polynomial = TSimd.MultiplyAdd(t, polynomial, TSimd.Create(0.254829592f));

        var bell = Exp(TSimd.Subtract(TSimd.Create(0f), TSimd.Multiply(size, size)));
        var tail = TSimd.Multiply(TSimd.Multiply(t, polynomial), bell);
        return TSimd.CopySign(TSimd.Subtract(one, tail), x);
    }
}
