namespace Seq2SeqService.Torch.Tests.Contract;

/// <summary>The committed list of TorchSharp's members that this project may use; a line that starts with # is a comment.</summary>
internal static class MemberList
{
    public static IReadOnlySet<string> Read() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Contract", "torchsharp-members.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>What TorchSharp lacks and our binding has: used where the official packages are not.</summary>
    public static bool IsExtra(string member) => member[2..].StartsWith("Extras.", StringComparison.Ordinal);
}
