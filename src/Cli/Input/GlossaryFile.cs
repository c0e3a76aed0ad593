namespace Seq2SeqService.Cli.Input;

/// <summary>Terms from a file: one a line, a tab, its translation. Empty lines and lines that begin with # are passed over.</summary>
internal static class GlossaryFile
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string path, CancellationToken cancel)
    {
        var terms = new Dictionary<string, string>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancel))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
                continue;

            if (line.Split('\t') is not [var term, var translation] || term.Trim() is not { Length: > 0 } key || translation.Trim() is not { Length: > 0 } value)
                throw new UsageException($"{path}, line {number}: write a term, a tab and its translation.");

            if (!terms.TryAdd(key, value))
                throw new UsageException($"{path}, line {number}: the term '{key}' was there already.");
        }

        return terms;
    }
}
