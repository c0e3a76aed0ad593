using System.CommandLine;
using Seq2SeqService.Cli.Output;

namespace Seq2SeqService.Cli.Commands;

/// <summary><c>translate languages</c>: a line for each language, with tabs between code, name and targets.</summary>
internal static class LanguagesCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("languages", "List the languages that the service translates.") { json };
        server.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var languages = await server.Client(parsed).LanguagesAsync(cancel);
            await using var output = StandardStreams.Output();
            if (parsed.GetValue(json))
                await output.WriteLineAsync(JsonLines.Of(languages).AsMemory(), cancel);
            else
                foreach (var language in languages)
                    await output.WriteLineAsync($"{language.Code}\t{language.Name}\t{string.Join(' ', language.Targets)}".AsMemory(), cancel);

            return ExitCode.Done;
        });
        return command;
    }
}
