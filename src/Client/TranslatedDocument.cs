namespace Seq2SeqService.Client;

/// <summary>A translated document, on its way; dispose of it when it is read.</summary>
public sealed class TranslatedDocument : IDisposable, IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal TranslatedDocument(HttpResponseMessage response, Stream content, string fileName)
    {
        _response = response;
        Content = content;
        FileName = fileName;
    }

    /// <summary>The name that the service gave it: <c>letter_de.docx</c>.</summary>
    public string FileName { get; }

    /// <summary>Its bytes, read from the network as they are asked for.</summary>
    public Stream Content { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        _response.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        _response.Dispose();
    }
}
