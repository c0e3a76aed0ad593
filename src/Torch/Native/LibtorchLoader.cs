using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Native;

/// <summary>Finds the shim and sets up the BLAS beneath libtorch, once, before the first native load.</summary>
internal static partial class LibtorchLoader
{
    private static int _prepared;

    /// <summary>
    /// Environment variables must stand in the native environment before the library loads; .NET's own setter does not reach it.
    /// What the user has set stays.
    /// </summary>
    internal static void Prepare()
    {
        if (Interlocked.Exchange(ref _prepared, 1) == 1)
            return;

        if (OperatingSystem.IsLinux())
        {
            // Waiting OpenMP threads that spin make a shared machine many times slower.
            Setenv("OMP_WAIT_POLICY", "passive");
            // OpenBLAS takes new AVX-512 processors for Haswell and leaves half of the speed.
            if (Avx512F.IsSupported)
                Setenv("OPENBLAS_CORETYPE", "SkylakeX");
            KeepFreedMemory();
        }

        NativeLibrary.SetDllImportResolver(typeof(LibtorchLoader).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != NativeMethods.Library)
            return 0;

        var beside = Path.Combine(AppContext.BaseDirectory, "libseq2seq_torch.so");
        if (!File.Exists(beside))
        {
            throw new DllNotFoundException(
                $"The libtorch shim is not at {beside}. Install libtorch (Debian and Ubuntu: apt-get install libtorch-dev libopenblas0-pthread cmake g++; " +
                "elsewhere: set LIBTORCH to an unpacked libtorch) and build again. Serving with the CPU engine needs neither.");
        }

        try
        {
            return NativeLibrary.Load(beside);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException($"{beside} is there, but libtorch beneath it does not load: {error.Message}", error);
        }
    }

    /// <summary>Also tells OpenBLAS, whose own threads libtorch's setting does not reach.</summary>
    internal static unsafe void SetBlasThreads(int threads)
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libopenblas.so.0", out var blas))
            return;

        if (NativeLibrary.TryGetExport(blas, "openblas_set_num_threads", out var set))
            ((delegate* unmanaged<int, void>)set)(threads);
    }

    /// <summary>
    /// Every step takes and frees the same large blocks. glibc gives them back to the system and faults each page in again, a third of a
    /// training step's time; kept in the heap they are found again.
    /// </summary>
    private static void KeepFreedMemory()
    {
        const int TrimThreshold = -1, MapMax = -4, ArenaMax = -8;
        try
        {
            _ = mallopt(MapMax, 0);
            _ = mallopt(TrimThreshold, int.MaxValue);
            _ = mallopt(ArenaMax, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl): its allocator has no such settings.
        }
    }

    private static void Setenv(string name, string value) => _ = setenv(name, value, 0);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
