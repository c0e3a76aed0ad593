using System.CommandLine;
using Seq2SeqService.Cli.Output;
using Seq2SeqService.Cli.Translating;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Commands;

/// <summary><c>translate "Hello" --to de</c>: texts, a document, or standard input.</summary>
internal static class TranslateCommand
{
    private const string Help =
        """
        Translates with a Seq2SeqService: texts, documents, or standard input line by line.

          translate "How are you today?" --to de
          translate --to de < a.txt > b.txt
          translate --to de --file letter.docx -o brief.docx

        Exit codes: 0 done; 1 the service failed or cannot be reached; 2 refused; 130 stopped by Ctrl-C.
        """;

    /// <summary>Who translates a long input waits for a busy service longer than who looks at the screen.</summary>
    private const int RetriesForLines = 8;

    public static RootCommand Create()
    {
        var arguments = new TranslateArguments();
        var root = new RootCommand(Help);
        arguments.AddTo(root);
        root.SetAction(async (parsed, cancel) =>
        {
            arguments.Check(parsed);
            await (parsed.GetValue(arguments.File) is { } file
                ? TranslateDocumentAsync(arguments, parsed, file, cancel)
                : TranslateTextsAsync(arguments, parsed, cancel));
            return ExitCode.Done;
        });
        return root;
    }

    private static async Task TranslateDocumentAsync(TranslateArguments arguments, ParseResult parsed, FileInfo file, CancellationToken cancel)
    {
        var languages = (parsed.GetValue(arguments.From) ?? TranslationClient.Auto, parsed.GetValue(arguments.To)!);
        var written = await DocumentTranslation.RunAsync(arguments.Server.Client(parsed), file, parsed.GetValue(arguments.Output), languages, cancel);
        await Console.Error.WriteLineAsync(written);
    }

    private static async Task TranslateTextsAsync(TranslateArguments arguments, ParseResult parsed, CancellationToken cancel)
    {
        var order = await arguments.OrderAsync(parsed, cancel);
        await using var output = StandardStreams.Output();
        var writer = new TranslationWriter(output, parsed.GetValue(arguments.Json));
        var texts = parsed.GetValue(arguments.Texts) ?? [];
        var stream = parsed.GetValue(arguments.Stream);
        if (texts.Length == 0 && (stream || parsed.GetValue(arguments.Whole)))
            texts = [await StandardStreams.WholeInputAsync(cancel)];

        if (texts.Length == 0)
            await TranslateLinesAsync(arguments.Server.Client(parsed, RetriesForLines), order, writer, cancel);
        else if (stream)
            foreach (var text in texts)
                await writer.WriteGrowingAsync(order.StreamAsync(arguments.Server.Client(parsed), text, cancel), cancel);
        else
            foreach (var translation in await order.TranslateAsync(arguments.Server.Client(parsed), texts, cancel))
                await writer.WriteAsync(translation, cancel);
    }

    private static async Task TranslateLinesAsync(TranslationClient client, TranslationOrder order, TranslationWriter writer, CancellationToken cancel)
    {
        await client.HealthAsync(HealthCheck.Live, cancel);   // a wrong address shows at once, not after many tries
        using var input = StandardStreams.Input();
        await new LineTranslation(client, order, writer).RunAsync(input, isTyped: !Console.IsInputRedirected, cancel);
    }
}
