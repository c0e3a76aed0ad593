using System.Net;
using System.Text;
using Seq2SeqService.Client.Tests.Fakes;

namespace Seq2SeqService.Client.Tests;

public sealed class DocumentTests
{
    private const string Translated = """{"translatedFileUrl":"http://inside:5080/download_file/AB12.my%20letter_de.txt"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_is_sent_and_its_translation_fetched_from_the_address_that_the_client_knows()
    {
        using var service = new StubService(StubService.Json(Translated), StubService.Json("Hallo", mediaType: "text/plain"));
        var options = new TranslationClientOptions { BaseAddress = new("http://outside/api/") };

        await using var document = await Clients.Over(service, options: options).TranslateDocumentAsync(Text("Hello"), "my letter.txt", "en", "de", Cancel);
        using var reader = new StreamReader(document.Content);

        Assert.Equal(("my letter_de.txt", "Hallo"), (document.FileName, await reader.ReadToEndAsync(Cancel)));
        Assert.Contains("filename=\"my letter.txt\"", service.Asked[0].Body, StringComparison.Ordinal);
        Assert.Contains("Hello", service.Asked[0].Body, StringComparison.Ordinal);
        Assert.Equal("http://outside/api/download_file/AB12.my%20letter_de.txt", service.Asked[1].Address.AbsoluteUri);
    }

    [Fact]
    public async Task A_document_that_can_be_read_again_is_sent_again_whole()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity"), StubService.Json(Translated), StubService.Json("x"));
        using var text = Text("Hello");

        await using var document = await Clients.Over(service, options: Clients.WithoutWaits).TranslateDocumentAsync(text, "a.txt", "en", "de", Cancel);

        Assert.Contains("Hello", service.Asked[1].Body, StringComparison.Ordinal);
        Assert.True(text.CanRead);
    }

    [Fact]
    public async Task A_document_that_can_be_read_once_only_is_sent_once()
    {
        using var service = new StubService(StubService.Problem(HttpStatusCode.ServiceUnavailable, "at-capacity"));

        await Assert.ThrowsAsync<TranslationServiceException>(() =>
            Clients.Over(service, options: Clients.WithoutWaits).TranslateDocumentAsync(new ForwardStream("Hello"), "a.txt", "en", "de", Cancel));

        Assert.Single(service.Asked);
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class ForwardStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;
    }
}
