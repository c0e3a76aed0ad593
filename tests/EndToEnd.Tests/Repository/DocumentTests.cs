using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>Documents that point at what is not there any more are worse than none.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Started = ["src/", "tests/", "docs/", "docker/", "models/", "scripts/", "deploy/"];

    private static IEnumerable<string> Documents => RepositoryFiles.Below(".", ".md");

    [Fact]
    public void Relative_links_lead_to_files_that_exist()
    {
        var broken =
            from document in Documents
            from link in Links(document)
            where !Path.Exists(TargetOf(document, link))
            select $"{document}: {link.Target}";

        Strays.AreNone(broken);
    }

    /// <summary><c>[`Type.Method`](file.cs)</c> promises that the file speaks of both.</summary>
    [Fact]
    public void Code_that_a_link_names_is_in_the_file_it_leads_to()
    {
        var broken =
            from document in Documents
            from link in Links(document)
            where link.Target.EndsWith(".cs", StringComparison.Ordinal) && File.Exists(TargetOf(document, link))
            let code = File.ReadAllText(TargetOf(document, link))
            from name in CodeNames(link.Text)
            where !Regex.IsMatch(code, $@"\b{name}\b")
            select $"{document}: {link.Target} has no {name}";

        Strays.AreNone(broken);
    }

    [Fact]
    public void Paths_in_backticks_exist()
    {
        var broken =
            from document in Documents
            from path in CodeSpan().Matches(RepositoryFiles.Read(document)).Select(match => match.Groups["code"].Value)
            where Started.Any(start => path.StartsWith(start, StringComparison.Ordinal)) && IsPlainPath(path) && !Path.Exists(RepositoryFiles.In(path))
            select $"{document}: {path}";

        Strays.AreNone(broken);
    }

    private static bool IsPlainPath(string path) => path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '_' or '-' or '+');

    private static IEnumerable<string> CodeNames(string text) =>
        CodeSpan().Matches(text).SelectMany(match => Identifier().Matches(match.Groups["code"].Value)).Select(match => match.Value);

    private static string TargetOf(string document, Link link) =>
        Path.GetFullPath(Uri.UnescapeDataString(link.Target), Path.GetDirectoryName(RepositoryFiles.In(document))!);

    private static IEnumerable<Link> Links(string document) =>
        MarkdownLink().Matches(CodeBlock().Replace(RepositoryFiles.Read(document), ""))
            .Select(match => new Link(match.Groups["text"].Value, match.Groups["target"].Value.Split('#')[0]))
            .Where(link => link.Target.Length > 0 && !link.Target.Contains(':', StringComparison.Ordinal));

    private sealed record Link(string Text, string Target);

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^(```+).*?^\1", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();
}
