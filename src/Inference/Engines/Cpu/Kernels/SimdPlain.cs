using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>One float at a time: machines without vectors, and the tails of the wider kernels.</summary>
internal readonly unsafe struct SimdPlain : ISimd<float>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, float* destination) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Create(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) =>
        Hardware.FusesMultiplyAdd ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float value) => MathF.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float CopySign(float magnitude, float sign) => MathF.CopySign(magnitude, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddToExponent(float value, float lowBits) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) + (BitConverter.SingleToInt32Bits(lowBits) << 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxBits(float a, float b) => BitConverter.SingleToInt32Bits(a) > BitConverter.SingleToInt32Bits(b) ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RoundToInteger(float value) => MathF.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(float integers, sbyte* destination) => *destination = (sbyte)integers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadDifference(int* source, int less) => *source - less;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float KeepFirst(float value, int count, float otherwise) => count > 0 ? value : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float value) => value;

    public static Vector128<float> Sum(float a, float b, float c, float d) => Vector128.Create(a, b, c, d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(float value) => value;

    public static Vector128<float> Greatest(float a, float b, float c, float d) => Vector128.Create(a, b, c, d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(float a, float b) => a > b;
}
