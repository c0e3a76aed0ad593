using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Output;

/// <summary>Writes translations: for people one a line with its alternatives indented below it, for programs as JSON.</summary>
internal sealed class TranslationWriter(TextWriter output, bool json)
{
    public async Task WriteAsync(Translation translation, CancellationToken cancel)
    {
        await output.WriteLineAsync((json ? JsonLines.Of(translation) : translation.Text).AsMemory(), cancel);
        if (!json)
            await WriteAlternativesAsync(translation, cancel);
    }

    /// <summary>Writes what is new of a translation that grows; at its end the line's end and the alternatives.</summary>
    public async Task WriteGrowingAsync(IAsyncEnumerable<TranslationUpdate> updates, CancellationToken cancel)
    {
        var written = "";
        await foreach (var update in updates.WithCancellation(cancel))
        {
            // The service does not take back what it has said. Should it do so after all, the whole is said anew.
            var isGrowing = update.Text.StartsWith(written, StringComparison.Ordinal);
            await output.WriteAsync((isGrowing ? update.Text[written.Length..] : "\n" + update.Text).AsMemory(), cancel);
            written = update.Text;
            if (update.Translation is { } translation)
            {
                await output.WriteLineAsync();
                await WriteAlternativesAsync(translation, cancel);
            }

            await output.FlushAsync(cancel);
        }
    }

    public Task FlushAsync(CancellationToken cancel) => output.FlushAsync(cancel);

    private async Task WriteAlternativesAsync(Translation translation, CancellationToken cancel)
    {
        foreach (var alternative in translation.Alternatives)
            await output.WriteLineAsync($"\t{alternative}".AsMemory(), cancel);
    }
}
