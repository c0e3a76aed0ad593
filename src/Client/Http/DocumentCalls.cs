using System.Net.Http.Headers;
using Seq2SeqService.Client.Wire;

namespace Seq2SeqService.Client.Http;

/// <summary>Sends a document and opens its translation. Neither is ever whole in memory here.</summary>
internal static class DocumentCalls
{
    public static async Task<TranslatedDocument> TranslateAsync(
        ServiceCalls calls, Stream document, string fileName, (string Source, string Target) languages, CancellationToken cancel)
    {
        var sent = new CallKind(IsDocument: true, MayRetry: document.CanSeek);
        var file = await calls.PostAsync("translate_file", Form(document, fileName, languages), ClientJson.Default.TranslatedFile, sent, cancel);
        return await OpenAsync(calls, file, cancel);
    }

    private static MultipartFormDataContent Form(Stream document, string fileName, (string Source, string Target) languages)
    {
        var content = new StreamContent(new BorrowedStream(document));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent
        {
            { new StringContent(languages.Source), "source" },
            { new StringContent(languages.Target), "target" },
            { content, "file", fileName },
        };
    }

    /// <summary>
    /// By the last part of the address alone: the service knows itself by the name that a proxy gave it, and no answer may lead a request with its
    /// key elsewhere.
    /// </summary>
    private static async Task<TranslatedDocument> OpenAsync(ServiceCalls calls, TranslatedFile file, CancellationToken cancel)
    {
        var name = file.TranslatedFileUrl[(file.TranslatedFileUrl.LastIndexOf('/') + 1)..];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"download_file/{name}");
        var response = await calls.SucceedAsync(request, new(IsStreamed: true, IsDocument: true), cancel);
        try
        {
            var called = Uri.UnescapeDataString(name);
            return new(response, await response.Content.ReadAsStreamAsync(cancel), called[(called.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
