using System.CommandLine;
using System.Globalization;
using Seq2SeqService.Cli.Output;

namespace Seq2SeqService.Cli.Commands;

/// <summary><c>translate detect "Guten Tag"</c>: the languages that a text may be in, best first.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var text = new Argument<string?>("text") { Description = "The text; standard input as a whole where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("detect", "Tell the language of a text.") { text, json };
        server.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = parsed.GetValue(text) ?? await StandardStreams.WholeInputAsync(cancel);
            var languages = await server.Client(parsed).DetectAsync(asked, cancel);
            await using var output = StandardStreams.Output();
            if (parsed.GetValue(json))
                await output.WriteLineAsync(JsonLines.Of(languages).AsMemory(), cancel);
            else
                foreach (var language in languages)
                    await output.WriteLineAsync($"{language.Language}\t{language.Confidence.ToString("0", CultureInfo.InvariantCulture)}".AsMemory(), cancel);

            return ExitCode.Done;
        });
        return command;
    }
}
