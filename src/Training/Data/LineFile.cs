using System.Buffers;
using System.Text;
using Seq2SeqService.Training.Data.Formats;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>Reads a file of UTF-8 lines, packed or not; one that is not there, or that is not UTF-8, is an error that names it.</summary>
internal static class LineFile
{
    private const int BufferCharacters = 1 << 15;
    private const int MaxLineCharacters = 1 << 24;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    public static string[] Read(string path) => [.. Lines(path)];

    /// <summary>The lines one after the other; no more than one is held. They end at line feeds only, as aligned files do, and not at a lone carriage return.</summary>
    public static IEnumerable<string> Lines(string path)
    {
        // A mark is skipped as the encoding's own; where it is detected the reader goes on with an encoding that is not strict.
        using var reader = new StreamReader(TextFile.Open(path), Strict, detectEncodingFromByteOrderMarks: false, BufferCharacters);
        var buffer = ArrayPool<char>.Shared.Rent(BufferCharacters);
        var begun = new StringBuilder();
        var number = 1;
        try
        {
            for (int read; (read = Fill(reader, buffer, path, number)) > 0;)
            {
                var start = 0;
                for (int end; (end = buffer.AsSpan(start, read - start).IndexOf('\n')) >= 0; start += end + 1, number++)
                    yield return Take(begun, buffer.AsSpan(start, end));

                begun.Append(buffer.AsSpan(start, read - start));
                if (begun.Length > MaxLineCharacters)
                    throw new RecipeException($"{path}, line {number}: it is longer than {MaxLineCharacters:N0} characters.");
            }

            if (begun.Length > 0)
                yield return Take(begun, []);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static int Fill(StreamReader reader, char[] buffer, string path, int line)
    {
        try
        {
            return reader.Read(buffer);
        }
        catch (DecoderFallbackException error)
        {
            throw new RecipeException($"{path}: not valid UTF-8 behind line {line}.", error);
        }
        catch (InvalidDataException error)
        {
            throw new RecipeException($"{path}: its gzip data is damaged or cut short behind line {line}.", error);
        }
    }

    private static string Take(StringBuilder begun, ReadOnlySpan<char> rest)
    {
        begun.Append(rest);
        if (begun.Length > 0 && begun[^1] == '\r')
            begun.Length--;

        var line = begun.ToString();
        begun.Clear();
        return line;
    }
}
