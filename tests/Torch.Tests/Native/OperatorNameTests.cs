#if !TORCH_PACKAGE
using System.Text.RegularExpressions;
using TorchSharp.Native;

namespace Seq2SeqService.Torch.Tests.Native;

public sealed partial class OperatorNameTests
{
    [TorchFact]
    public void Libtorch_has_every_operator_that_the_binding_names()
    {
        var names = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Torch"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Calls().Matches(File.ReadAllText(file)))
            .Select(call => call.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(names.Count > 80, $"only {names.Count} names were found");
        Assert.All(names, name => Assert.NotEqual(0, Operators.Find(name)));
    }

    [GeneratedRegex("(Call|CallTwo|CallThree|CallMany|CallInPlace|Fill)\\(\"(?<name>[^\"]+)\"")]
    private static partial Regex Calls();

    /// <summary>The directory of the solution, above the test's own.</summary>
    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Seq2SeqService.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
#endif
