using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Translating;

/// <summary>What the options say about every text alike.</summary>
internal sealed record TranslationOrder(string? Source, string? Target, TranslateOptions Options)
{
    public Task<IReadOnlyList<Translation>> TranslateAsync(TranslationClient client, IReadOnlyList<string> texts, CancellationToken cancel) =>
        client.TranslateAsync(texts, Source, Target, Options, cancel);

    public IAsyncEnumerable<TranslationUpdate> StreamAsync(TranslationClient client, string text, CancellationToken cancel) =>
        client.StreamAsync(text, Source, Target, Options, cancel);
}
