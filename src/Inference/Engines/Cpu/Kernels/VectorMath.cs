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
    private const float Ln2High = 0.693145752f;      // ln 2 in two parts: n · Ln2High is exact
    private const float Ln2Low = 1.42860677e-6f;
    private const float RoundingShift = 12582912f;   // 1.5 · 2²³: adding it rounds to an integer kept in the low bits

    /// <summary>eˣ = 2ⁿ · eʳ with |r| ≤ ln 2 / 2, eʳ by its series to r⁷; x is clamped to what fp32 can hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Create(-87f)), TSimd.Create(88f));
        var shifted = TSimd.MultiplyAdd(x, TSimd.Create(Log2E), TSimd.Create(RoundingShift));
        var n = TSimd.Subtract(shifted, TSimd.Create(RoundingShift));
        var r = TSimd.MultiplyAdd(n, TSimd.Create(-Ln2High), x);
        r = TSimd.MultiplyAdd(n, TSimd.Create(-Ln2Low), r);

        var series = TSimd.MultiplyAdd(r, TSimd.Create(1f / 5040), TSimd.Create(1f / 720));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(1f / 120));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(1f / 24));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(1f / 6));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(0.5f));
        series = TSimd.MultiplyAdd(r, series, TSimd.Create(1f));
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
