using System.Text;

namespace Seq2SeqService.Cli.Output;

/// <summary>Standard input and output in UTF-8 without a mark and with line feeds, whatever the system's own habits are.</summary>
internal static class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static TextReader Input() => new StreamReader(Console.OpenStandardInput(), Utf8);

    public static TextWriter Output() => new StreamWriter(Console.OpenStandardOutput(), Utf8) { NewLine = "\n" };

    public static async Task<string> WholeInputAsync(CancellationToken cancel)
    {
        using var input = Input();
        return await input.ReadToEndAsync(cancel);
    }
}
