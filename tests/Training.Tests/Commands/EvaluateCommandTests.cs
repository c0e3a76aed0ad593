using System.CommandLine;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    [Fact]
    public void Files_of_ready_translations_are_scored_against_several_references()
    {
        var test = new TestSet(null, [Write("one.de", "guten Tag", "wie geht es"), Write("two.de", "schönen Tag", "")]);

        var system = test.Translate(Write("system.de", "schönen Tag", "wie geht es"), Choice, CancellationToken.None);

        Assert.Equal(["schönen Tag", "wie geht es"], system.Outputs);
        Assert.Equal(2, test.References.Count);
        Assert.False(test.IsChinese);
        Assert.True(new TestSet(null, [Write("zh", "你好")]).IsChinese);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_with_the_reason()
    {
        var reference = Write("ref", "a", "b");
        var test = new TestSet(null, [reference]);

        Assert.Contains("1 lines", Refused(() => test.Translate(Write("short", "a"), Choice, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("neither", Refused(() => test.Translate("nothing", Choice, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("--source", Refused(() => test.Translate(_directory.FullName, Choice, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Contains("1 lines", Refused(() => new TestSet(Write("source", "a"), [reference])), StringComparison.Ordinal);
        Assert.Contains("empty", Refused(() => new TestSet(null, [Write("none")])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "json", "--measures", "bleu", "chrf", "chrf++", "ter")]
    [InlineData("--test", "randomization", "--samples", "50", "--seed", "7", "--tokenize", "intl", "--smooth", "add-k")]
    [InlineData("--format", "text", "--lowercase")]
    public async Task Any_number_of_files_is_compared(params string[] options)
    {
        var reference = Write("ref", "ein Haus", "zwei Bäume");

        Assert.Equal(0, await Run([reference, Write("other", "ein Haus", "drei Bäume"), reference, "--reference", reference, .. options]));
    }

    [Fact]
    public async Task The_outputs_of_several_systems_do_not_go_into_one_file()
    {
        var reference = Write("ref", "ein Haus");

        var error = await Assert.ThrowsAsync<RecipeException>(() => Run([reference, reference, "--reference", reference, "--output", Path.Combine(_directory.FullName, "out")]));

        Assert.Contains("--output", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--measures", "meteor")]
    [InlineData("--test", "t")]
    [InlineData("--format", "html")]
    public void A_choice_that_there_is_not_is_refused(string option, string value) =>
        Assert.NotEmpty(EvaluateCommand.Create().Parse(["a", "--reference", "r", option, value]).Errors);

    public void Dispose() => _directory.Delete(recursive: true);

    private static TranslationChoice Choice => new(null, 1, null, 1, "auto", false);

    private static Task<int> Run(string[] arguments) => EvaluateCommand.Create().Parse(arguments)
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

    private static string Refused(Func<object> act) => Assert.Throws<RecipeException>(act).Message;

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        return path;
    }
}
