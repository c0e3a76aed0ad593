using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>Reads a working set strictly forward, again and again, as products read their weights; every thread has a share of its own.</summary>
internal sealed unsafe class ReadLoop
{
    private const int LineFloats = 16;
    private const int StepFloats = 8 * LineFloats;

    private readonly FloatBuffer[] _shares;

    /// <param name="bytes">The working set of all threads together; rounded up to whole steps.</param>
    public ReadLoop(long bytes, int threads)
    {
        var floats = (int)(bytes / sizeof(float) / threads / StepFloats) + 1;
        _shares = [.. Enumerable.Range(0, threads).Select(_ => new FloatBuffer(floats * StepFloats))];
        foreach (var share in _shares)
            share.Span.Fill(1);
    }

    public long Bytes => (long)sizeof(float) * _shares[0].Capacity * _shares.Length;

    /// <summary>Reads a thread's share so many times.</summary>
    public void Run(int thread, int rounds)
    {
        var share = _shares[thread];
        var sum = 0f;
        for (var round = 0; round < rounds; round++)
            sum += Vector512.IsHardwareAccelerated ? Sum512(share.Start, share.Capacity) : Sum256(share.Start, share.Capacity);
        GC.KeepAlive((share, sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sum512(float* start, int count)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var at = start; at < start + count; at += StepFloats)
        {
            a += Vector512.Load(at);
            b += Vector512.Load(at + 16);
            c += Vector512.Load(at + 32);
            d += Vector512.Load(at + 48);
            e += Vector512.Load(at + 64);
            f += Vector512.Load(at + 80);
            g += Vector512.Load(at + 96);
            h += Vector512.Load(at + 112);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sum256(float* start, int count)
    {
        Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var at = start; at < start + count; at += StepFloats / 2)
        {
            a += Vector256.Load(at);
            b += Vector256.Load(at + 8);
            c += Vector256.Load(at + 16);
            d += Vector256.Load(at + 24);
            e += Vector256.Load(at + 32);
            f += Vector256.Load(at + 40);
            g += Vector256.Load(at + 48);
            h += Vector256.Load(at + 56);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }
}
