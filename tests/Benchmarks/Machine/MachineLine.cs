using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>The line above every table that says where it was measured.</summary>
internal static class MachineLine
{
    public static void Print() => Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} cores, {Vectors()}; {RuntimeInformation.FrameworkDescription}\n");

    private static string Processor()
    {
        const string Key = "model name";
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is null ? $"{RuntimeInformation.ProcessArchitecture}" : $"{line[(line.IndexOf(':') + 1)..].Trim()} ({Family()})";
    }

    /// <summary>Clouds hide the model's name; family and model number tell the generation all the same.</summary>
    private static string Family()
    {
        var (processor, _, _, _) = X86Base.IsSupported ? X86Base.CpuId(1, 0) : default;
        var (family, model) = (((processor >> 8) & 15) + ((processor >> 20) & 255), ((processor >> 4) & 15) | ((processor >> 12) & 240));
        return X86Base.IsSupported ? $"family {family}, model {model}" : $"{RuntimeInformation.ProcessArchitecture}";
    }

    private static string Vectors()
    {
        (string Name, bool IsThere)[] all =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512", Avx512F.IsSupported), ("AVX512BW", Avx512BW.IsSupported),
            ("AVX-VNNI", AvxVnni.IsSupported), ("AdvSimd", AdvSimd.IsSupported), ("SDOT", Dp.IsSupported),
        ];
        return string.Join(' ', all.Where(vectors => vectors.IsThere).Select(vectors => vectors.Name).DefaultIfEmpty("no vectors"));
    }
}
