using System.Runtime.CompilerServices;
using Seq2SeqService.Torch.Tests.Extras;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>A test that is started by Debian's torchrun, whose store speaks as its libtorch does; skipped where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchrunFactAttribute : FactAttribute
{
    public TorchrunFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = $"There is no {Torchrun.Program} (Debian's package python3-torch), or no Gloo.";
        SkipType = typeof(Torchrun);
        SkipUnless = nameof(Torchrun.IsThere);
    }
}

/// <summary>The launcher of PyTorch.</summary>
public static class Torchrun
{
    public const string Program = "/usr/bin/torchrun";

    public static bool IsThere => Gloo.IsBuilt && File.Exists(Program);
}
