using System.Runtime.CompilerServices;
using System.Text;

namespace Seq2SeqService.Cli.Input;

/// <summary>Lines end at line feeds only, so that input and output keep in step; a carriage return before one belongs to the end.</summary>
internal static class InputLines
{
    private const int BufferSize = 16 << 10;

    public static async IAsyncEnumerable<string> ReadAsync(TextReader input, [EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new char[BufferSize];
        var line = new StringBuilder();
        while (await input.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            var start = 0;
            for (var end = Array.IndexOf(buffer, '\n', 0, read); end >= 0; end = Array.IndexOf(buffer, '\n', start, read - start))
            {
                line.Append(buffer, start, end - start);
                start = end + 1;
                yield return Take(line);
            }

            line.Append(buffer, start, read - start);
        }

        if (line.Length > 0)
            yield return Take(line);
    }

    private static string Take(StringBuilder line)
    {
        var text = line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
        line.Clear();
        return text;
    }
}
