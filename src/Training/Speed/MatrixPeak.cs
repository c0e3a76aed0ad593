using System.Collections.Concurrent;
using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Speed;

/// <summary>
/// Operations per second that one large matrix product reaches on a device: what a training step could reach where it did nothing else. By the
/// same library and threads as the step's own products, so that the share of it says how much a better step could still gain.
/// </summary>
internal static class MatrixPeak
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(60);

    /// <summary>A process measures once and holds to it: the same run must not have another measure after its second start in a queue.</summary>
    private static readonly ConcurrentDictionary<(string Device, ScalarType Type, int Threads), double> Known = new();

    /// <summary>Multiplications and additions per second with the threads that are set; takes at least three products, the first time, and a tenth of a second where those are quick.</summary>
    public static double Of(Device device, ScalarType type) => Known.GetOrAdd((device.ToString(), type, get_num_threads()), _ => Measure(device, type));

    /// <summary>The best of several, so that whoever else is on the machine counts little.</summary>
    private static double Measure(Device device, ScalarType type)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var size = device.type == DeviceType.CPU ? 1024L : 4096L;
        using var matrix = ones([size, size], device: device).to(type);
        var (best, since) = (TimeSpan.MaxValue, Stopwatch.GetTimestamp());
        for (var i = 0; i < 3 || Stopwatch.GetElapsedTime(since) < Long; i++)
        {
            var time = Time(matrix);
            best = time < best ? time : best;
        }

        return 2.0 * size * size * size / best.TotalSeconds;
    }

    /// <summary>One number is read, as a GPU answers before it is done.</summary>
    private static TimeSpan Time(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var since = Stopwatch.GetTimestamp();
        _ = matrix.mm(matrix).narrow(0, 0, 1).narrow(1, 0, 1).to(ScalarType.Float32).item<float>();
        return Stopwatch.GetElapsedTime(since);
    }
}
