using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Seq2SeqService.Torch.Tests.Native;

public sealed class BlasEnvironmentTests
{
    [TorchFact]
    public void Waiting_threads_sleep()
    {
        _ = torch.__version__;

        Assert.Equal(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "passive", ReadNative("OMP_WAIT_POLICY"));
    }

    [TorchFact]
    public void OpenBlas_uses_all_of_an_avx512_processor_unless_the_user_chose_otherwise()
    {
        _ = torch.__version__;
        Assert.SkipUnless(Avx512F.IsSupported, "This processor has no AVX-512F.");
        Assert.SkipUnless(NativeLibrary.TryLoad("libopenblas.so.0", out var blas), "libtorch stands on another BLAS here.");
        Assert.SkipUnless(NativeLibrary.TryGetExport(blas, "openblas_get_corename", out var name), "This OpenBLAS does not tell its kernels.");

        var core = Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetName>(name)());

        // .NET keeps the environment that the process began with: what the user chose stays.
        var chosen = Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") ?? "SkylakeX";
        Assert.Equal(ReadNative("OPENBLAS_CORETYPE"), core, ignoreCase: true);
        Assert.Equal(chosen, core, ignoreCase: true);
    }

    /// <summary>.NET keeps an environment of its own; libraries read the C one.</summary>
    private static string? ReadNative(string variable)
    {
        var getenv = Marshal.GetDelegateForFunctionPointer<GetVariable>(NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "getenv"));
        return Marshal.PtrToStringUTF8(getenv(variable));
    }

    private delegate nint GetName();

    private delegate nint GetVariable(string name);
}
