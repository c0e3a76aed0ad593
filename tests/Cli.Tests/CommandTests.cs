using Seq2SeqService.Cli.Commands;

namespace Seq2SeqService.Cli.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("Hello", "--to de")]
    [InlineData("Hello --to de --strem", "no option --strem")]
    [InlineData("Hello --to de --output a.txt", "--output is for documents")]
    [InlineData("Hello --to de --json --stream", "exclude each other")]
    [InlineData("Hello --to de --file a.txt", "takes no text")]
    [InlineData("--to de --file a.txt --beam 4", "takes no --beam")]
    [InlineData("Hello --to de --server localhost:5080", "is no address")]
    public async Task What_does_not_go_together_is_said_before_anything_is_sent(string command, string fault)
    {
        var error = await Assert.ThrowsAsync<UsageException>(() => TranslateCommand.Create().Parse(command)
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, ExpectedFailure.Explain(error)?.Code);
    }

    [Fact]
    public void After_two_dashes_a_text_may_begin_as_it_likes()
    {
        var arguments = new TranslateArguments();
        var command = new System.CommandLine.RootCommand();
        arguments.AddTo(command);

        var parsed = command.Parse("--to de -- --strem");

        arguments.Check(parsed);
        Assert.Equal(["--strem"], parsed.GetValue(arguments.Texts)!);
    }

    [Fact]
    public void A_bug_is_not_explained_away() => Assert.Null(ExpectedFailure.Explain(new InvalidOperationException("A bug.")));

    [Fact]
    public void Ctrl_C_has_the_exit_code_that_shells_know() => Assert.Equal(ExitCode.Cancelled, ExpectedFailure.Explain(new OperationCanceledException())?.Code);
}
