using System.CommandLine;
using Seq2SeqService.Cli;
using Seq2SeqService.Cli.Commands;

var root = TranslateCommand.Create();
root.Subcommands.Add(LanguagesCommand.Create());
root.Subcommands.Add(DetectCommand.Create());

var parsed = root.Parse(args);
try
{
    var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCode.Refused : code;
}
catch (Exception error) when (ExpectedFailure.Explain(error) is var (message, code))
{
    await Console.Error.WriteLineAsync(message);
    return code;
}
