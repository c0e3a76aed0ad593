using System.Runtime.CompilerServices;

namespace Seq2SeqService.Cli.Input;

/// <summary>Some lines of the input that make a request of a good size, and where they stand.</summary>
/// <param name="First">Number of the first one, from 1.</param>
internal sealed record LineBatch(long First, IReadOnlyList<string> Lines)
{
    private const int MostCharacters = 4000;

    public long Last => First + Lines.Count - 1;

    public static async IAsyncEnumerable<LineBatch> ReadAsync(TextReader input, int mostLines, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = new List<string>();
        var (first, characters) = (1L, 0);
        await foreach (var line in InputLines.ReadAsync(input, cancel))
        {
            if (lines.Count > 0 && characters + line.Length > MostCharacters)
                yield return Take();

            lines.Add(line);
            characters += line.Length;
            if (lines.Count == mostLines)
                yield return Take();
        }

        if (lines.Count > 0)
            yield return Take();

        LineBatch Take()
        {
            var batch = new LineBatch(first, lines);
            (first, lines, characters) = (batch.Last + 1, [], 0);
            return batch;
        }
    }
}
