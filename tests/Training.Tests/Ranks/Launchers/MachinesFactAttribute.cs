using System.Runtime.CompilerServices;
using Seq2SeqService.Torch.Tests.Extras;

namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>A test on two machines; skipped where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MachinesFactAttribute : FactAttribute
{
    public MachinesFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "Network namespaces need Linux, root, ip (iproute2), nsenter and unshare (util-linux); or there is no Gloo.";
        SkipType = typeof(MachinesFactAttribute);
        SkipUnless = nameof(CanRun);
    }

    public static bool CanRun => Gloo.IsBuilt && Machines.CanBe;
}
