using System.Runtime.CompilerServices;
#if !TORCH_PACKAGE
using TorchSharp.Extras;
#endif

namespace Seq2SeqService.Torch.Tests.Extras;

/// <summary>A test of several processes; skipped where the build found no Gloo.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GlooFactAttribute : FactAttribute
{
    public GlooFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = Gloo.Missing;
        SkipType = typeof(Gloo);
        SkipUnless = nameof(Gloo.IsBuilt);
    }
}

/// <summary>Whether this build has process groups to test with.</summary>
public static class Gloo
{
    public const string Missing = "The libtorch shim was built without Gloo (install libtorch-dev and libgloo-dev, remove artifacts/native, then build again).";

#if TORCH_PACKAGE
    public static bool IsBuilt => false;
#else
    public static bool IsBuilt => Libtorch.IsBuilt && ProcessGroup.Has("gloo");
#endif
}
