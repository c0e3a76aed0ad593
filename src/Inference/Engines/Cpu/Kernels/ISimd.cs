using System.Runtime.Intrinsics;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// The few operations that every kernel is written in. One implementation per vector width; the JIT compiles each kernel anew for each
/// of them, with the vector type <typeparamref name="TVector"/> itself in the registers.
/// </summary>
internal unsafe interface ISimd<TVector> where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once where <see cref="Hardware.FusesMultiplyAdd"/>.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The greater one; <paramref name="b"/> when one is not a number (so that a fault is never hidden by a ReLU).</summary>
    static abstract TVector Max(TVector a, TVector b);

    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Abs(TVector value);

    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>value · 2ⁿ, where n is the integer in the low bits of <paramref name="lowBits"/> (a float that 1.5 · 2²³ was added to).</summary>
    static abstract TVector AddToExponent(TVector value, TVector lowBits);

    /// <summary>The one whose pattern of bits is the greater integer: of numbers that are not negative the greater, but one that is not a number first.</summary>
    static abstract TVector MaxBits(TVector a, TVector b);

    /// <summary>The nearest integer, the even one of two; for magnitudes below 2²².</summary>
    static abstract TVector RoundToInteger(TVector value);

    /// <summary>Stores integers from -128 to 127 as bytes.</summary>
    static abstract void StoreBytes(TVector integers, sbyte* destination);

    /// <summary>source − less, computed in integers.</summary>
    static abstract TVector LoadDifference(int* source, int less);

    /// <summary>The first <paramref name="count"/> lanes, and <paramref name="otherwise"/> in the others.</summary>
    static abstract TVector KeepFirst(TVector value, int count, TVector otherwise);

    /// <summary>The sum of the lanes, in a fixed order.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The sums of the lanes of four vectors, each in the same fixed order.</summary>
    static abstract Vector128<float> Sum(TVector a, TVector b, TVector c, TVector d);

    static abstract float Greatest(TVector value);

    /// <summary>The greatest lanes of four vectors.</summary>
    static abstract Vector128<float> Greatest(TVector a, TVector b, TVector c, TVector d);

    static abstract bool AnyGreater(TVector a, TVector b);
}
