using System.Runtime.CompilerServices;

namespace Seq2SeqService.Torch.Tests;

/// <summary>A test that computes with libtorch; skipped where the build found none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = Libtorch.Missing;
        SkipType = typeof(Libtorch);
        SkipUnless = nameof(Libtorch.IsBuilt);
    }
}

/// <summary>As <see cref="TorchFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = Libtorch.Missing;
        SkipType = typeof(Libtorch);
        SkipUnless = nameof(Libtorch.IsBuilt);
    }
}

/// <summary>Whether this build has a libtorch to test with.</summary>
public static class Libtorch
{
    public const string Missing = "The libtorch shim was not built (install libtorch-dev, libopenblas0-pthread, cmake and g++, then build again).";

#if TORCH_PACKAGE
    public static bool IsBuilt => true;
#else
    public static bool IsBuilt => File.Exists(Path.Combine(AppContext.BaseDirectory, "libseq2seq_torch.so"));
#endif
}
