using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.EndToEnd.Tests;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests.Dialects;

public sealed class DocumentTests
{
    private const string Greeting = "Good morning, my friend!\n\nHow are you?\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LibreTranslates_clients_get_an_address_and_fetch_the_file_there()
    {
        await using var service = new Service();

        var address = await TranslatedAsync(service, Form(Greeting, "letter.txt", ("source", "en"), ("target", "de"), ("api_key", "")));
        var file = await service.CreateClient().GetAsync(address, Cancel);

        Assert.EndsWith(".letter_de.txt", address.ToString(), StringComparison.Ordinal);
        Assert.Equal(Greeting.ToUpperInvariant(), await file.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("letter_de.txt", file.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("text/plain", file.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("true", "https://translate.example:8443/download_file/")]
    [InlineData("false", "http://translate.example:8443/download_file/")]
    public async Task The_address_is_the_one_that_a_proxy_is_asked_at_where_proxies_are_believed(string areBelieved, string address)
    {
        await using var service = new Service { Settings = { ["ForwardedHeaders_Enabled"] = areBelieved } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/translate_file") { Content = Form(Greeting, "letter.txt", ("source", "en"), ("target", "de")) };
        request.Headers.Host = "translate.example:8443";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "10.9.8.7");

        var response = await service.CreateClient().SendAsync(request, Cancel);

        Assert.StartsWith(address, (string?)(await Service.JsonOf(response))["translatedFileUrl"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_may_be_as_large_as_a_document_may_be()
    {
        await using var service = new Service { Settings = { ["Api:Documents:MaxBytes"] = "500000000" } };

        Assert.InRange(service.Services.GetRequiredService<IOptions<FormOptions>>().Value.MultipartBodyLengthLimit, 500_000_000, 501_000_000);
    }

    [Fact]
    public async Task The_language_of_a_document_is_found()
    {
        await using var service = new Service();

        await TranslatedAsync(service, Form("Guten Morgen, mein Freund!", "letter.txt", ("source", "auto"), ("target", "en")));

        Assert.Equal("de", service.Translator.Asked.Single().Source);
    }

    [Fact]
    public async Task Texts_go_to_the_translator_a_few_at_a_time_and_tags_ask_for_alignment()
    {
        await using var service = new Service { Settings = { ["Api:MaxTexts"] = "7" } };
        var markdown = string.Concat(Enumerable.Range(1, 20).Select(number => $"Item *{number}* of all items.\n\n"));

        await TranslatedAsync(service, Form(markdown, "list.md", ("source", "en"), ("target", "de")));

        Assert.Equal([7, 7, 6], service.Translator.Asked.Select(asked => asked.Texts.Count));
        Assert.All(service.Translator.Asked, asked => Assert.True(asked.Decoding!.Invoke(new()).WithAlignment));
    }

    [Fact]
    public async Task A_full_line_is_waited_for()
    {
        var tries = 0;
        var translator = new FakeTranslator
        {
            Behaviour = (request, _) => ++tries == 1
                ? Task.FromException<TranslationResult>(new TranslationException(TranslationFailure.QueueFull, "Full."))
                : new FakeTranslator().TranslateAsync(request, CancellationToken.None),
        };
        var clock = new RungClock(TimeSpan.FromSeconds(1));
        await using var service = new Service { Translator = translator, Clock = clock, Settings = { ["Api:Jobs:PollInterval"] = "00:00:10" } };

        var translated = TranslatedAsync(service, Form(Greeting, "letter.txt", ("source", "en"), ("target", "de")));
        await clock.RingAsync();
        await translated;

        Assert.Equal(2, tries);
    }

    [Theory]
    [InlineData("letter.xyz", "x", "en", "de", 400, "Invalid request: file format not supported")]
    [InlineData("letter.txt", "", "en", "de", 400, "Invalid request: empty file")]
    [InlineData("letter.txt", "x", "en", "zz", 400, "zz is not supported")]
    [InlineData("letter.json", "{", "en", "de", 400, "The file is not JSON")]
    [InlineData("letter.docx", "no archive", "en", "de", 400, "The file is no ZIP archive, or a damaged one.")]
    [InlineData("letter.txt", "far more than forty characters in this little letter", "en", "de", 413, "The document has")]
    public async Task What_cannot_be_translated_is_refused(string name, string content, string source, string target, int status, string error)
    {
        await using var service = new Service { Settings = { ["Api:Documents:MaxCharacters"] = "40" } };

        var response = await service.CreateClient().PostAsync("/translate_file", Form(content, name, ("source", source), ("target", target)), Cancel);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.StartsWith(error, (string?)(await Service.JsonOf(response))["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_a_file_and_a_body_that_is_no_form_are_refused()
    {
        await using var service = new Service();
        using var form = new MultipartFormDataContent { { new StringContent("en"), "source" } };

        var without = await service.CreateClient().PostAsync("/translate_file", form, Cancel);
        var json = await service.CreateClient().PostAsync("/translate_file", new StringContent("{}", Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal("Invalid request: missing file parameter", (string?)(await Service.JsonOf(without))["error"]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
    }

    [Fact]
    public async Task A_document_may_be_larger_than_other_bodies_and_no_larger_than_is_set()
    {
        await using var service = new Service { Settings = { ["Api:MaxBodyBytes"] = "2048", ["Api:Documents:MaxBytes"] = "200000" } };
        service.UseKestrel();

        var taken = await service.CreateClient().PostAsync("/translate_file", Form(new string('\n', 100_000), "a.txt", ("source", "en"), ("target", "de")), Cancel);
        using var large = new HttpRequestMessage(HttpMethod.Post, "/translate_file") { Content = Form(new string('\n', 300_000), "a.txt", ("source", "en"), ("target", "de")) };
        large.Headers.ExpectContinue = true;   // a service that refuses closes the connection, under the hands of who still sends
        var refused = await service.CreateClient().SendAsync(large, Cancel);

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Theory]
    [InlineData("/download_file/nothing")]
    [InlineData("/download_file/00000000000000000000000000000000.letter_de.txt")]
    public async Task An_address_that_nobody_was_given_leads_nowhere(string address)
    {
        await using var service = new Service();

        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task No_more_documents_are_kept_than_is_set()
    {
        await using var service = new Service { Settings = { ["Api:Documents:MaxKept"] = "1" } };
        await TranslatedAsync(service, Form(Greeting, "a.txt", ("source", "en"), ("target", "de")));

        var response = await service.CreateClient().PostAsync("/translate_file", Form(Greeting, "b.txt", ("source", "en"), ("target", "de")), Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task What_has_been_kept_long_enough_is_forgotten()
    {
        var clock = new SteppedClock();
        await using var service = new Service { Clock = clock, Settings = { ["Api:Documents:Keep"] = "00:10:00", ["Api:Documents:MaxKept"] = "1" } };
        var address = await TranslatedAsync(service, Form(Greeting, "a.txt", ("source", "en"), ("target", "de")));

        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(HttpStatusCode.NotFound, (await service.CreateClient().GetAsync(address, Cancel)).StatusCode);
        await TranslatedAsync(service, Form(Greeting, "b.txt", ("source", "en"), ("target", "de")));
    }

    [Fact]
    public async Task A_document_outlives_the_service_that_took_it()
    {
        var directory = Directory.CreateTempSubdirectory("jobs-");
        var store = $"Data Source={Path.Combine(directory.FullName, "jobs.db")}";
        JsonNode handle;
        await using (var before = new Service { Settings = { ["Api:Jobs:ConnectionString"] = store, ["Api:Jobs:Workers"] = "0" } })
            handle = await Service.JsonOf(await before.CreateClient().PostAsync("/v2/document", Form("*Good* morning.", "letter.md", ("target_lang", "DE"), ("source_lang", "EN")), Cancel));

        await using (var after = new Service { Settings = { ["Api:Jobs:ConnectionString"] = store } })
        {
            var (id, key) = ((string)handle["document_id"]!, (string)handle["document_key"]!);
            await Condition.MetAsync(async () => (string?)(await Service.JsonOf(await AskAsync(after, id, key)))["status"] == "done");
            Assert.Equal("*GOOD* MORNING.", await (await AskAsync(after, $"{id}/result", key)).Content.ReadAsStringAsync(Cancel));
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_document_outlives_a_store_that_is_away_for_a_moment()
    {
        var directory = Directory.CreateTempSubdirectory("jobs-");
        var store = Path.Combine(directory.FullName, "jobs.db");
        var (clock, begun, gate) = (new SteppedClock(), new TaskCompletionSource(), new TaskCompletionSource());
        var translator = new FakeTranslator
        {
            Behaviour = async (request, cancel) =>
            {
                begun.TrySetResult();
                await gate.Task.WaitAsync(cancel);
                return FakeTranslator.Loud(request);
            },
        };
        await using (var service = new Service { Translator = translator, Clock = clock, Settings = { ["Api:Jobs:ConnectionString"] = $"Data Source={store}" } })
        {
            var translating = TranslatedAsync(service, Form(Greeting, "letter.txt", ("source", "en"), ("target", "de")));
            await begun.Task.WaitAsync(Cancel);
            var kept = await File.ReadAllBytesAsync(store, Cancel);
            await File.WriteAllTextAsync(store, new string('x', 5000), Cancel);
            await AdvanceUntilAsync(clock, () => service.Log.Lines.Any(line => line.Message.StartsWith("The jobs cannot be used", StringComparison.Ordinal)));

            await File.WriteAllBytesAsync(store, kept, Cancel);
            gate.SetResult();
            await AdvanceUntilAsync(clock, () => translating.IsCompleted);

            Assert.Equal(Greeting.ToUpperInvariant(), await service.CreateClient().GetStringAsync(await translating, Cancel));
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_document_that_nobody_waits_for_any_more_is_not_kept()
    {
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var translator = new FakeTranslator
        {
            Behaviour = async (_, cancel) =>
            {
                cancel.Register(ended.SetResult);
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancel);
                throw new InvalidOperationException();
            },
        };
        await using var service = new Service { Translator = translator };
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var waiting = service.CreateClient().PostAsync("/translate_file", Form(Greeting, "a.txt", ("source", "en"), ("target", "de")), impatient.Token);
        await begun.Task.WaitAsync(Cancel);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await ended.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task DeepLs_clients_send_ask_and_fetch_once()
    {
        var gate = new TaskCompletionSource();
        var translator = new FakeTranslator
        {
            Behaviour = async (request, cancel) =>
            {
                await gate.Task.WaitAsync(cancel);
                return await new FakeTranslator().TranslateAsync(request, cancel);
            },
        };
        await using var service = new Service { Translator = translator };

        var handle = await Service.JsonOf(await service.CreateClient().PostAsync("/v2/document", Form(Greeting, "letter.txt", ("target_lang", "DE")), Cancel));
        var (id, key) = ((string)handle["document_id"]!, (string)handle["document_key"]!);
        Assert.Matches("^[0-9A-F]{32}$", id);
        Assert.Matches("^[0-9A-F]{64}$", key);

        var early = await AskAsync(service, $"{id}/result", key);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal("Document translation is not done", (string?)(await Service.JsonOf(early))["message"]);
        Assert.Contains((string?)(await Service.JsonOf(await AskAsync(service, id, key)))["status"], new[] { "queued", "translating" });

        gate.SetResult();
        await Condition.MetAsync(async () => (string?)(await Service.JsonOf(await AskAsync(service, id, key)))["status"] == "done");
        Assert.Equal(Greeting.Length, (int)(await Service.JsonOf(await AskAsync(service, id, key)))["billed_characters"]!);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(service, $"{id}/result", "another key")).StatusCode);
        var result = await AskAsync(service, $"{id}/result", key);
        Assert.Equal(Greeting.ToUpperInvariant(), await result.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(service, $"{id}/result", key)).StatusCode);
    }

    [Fact]
    public async Task A_document_that_failed_says_why()
    {
        await using var service = new Service { Translator = FakeTranslator.Refusing(TranslationFailure.TextTooLong, "A sentence is too long.") };
        var handle = await Service.JsonOf(await service.CreateClient().PostAsync("/v2/document", Form(Greeting, "letter.txt", ("target_lang", "DE"), ("source_lang", "EN")), Cancel));
        JsonNode? status = null;

        await Condition.MetAsync(async () => (string?)(status = await Service.JsonOf(await AskAsync(service, (string)handle["document_id"]!, (string)handle["document_key"]!)))["status"] == "error");

        Assert.Equal("A sentence is too long.", (string?)status!["error_message"]);
    }

    private static Task AdvanceUntilAsync(SteppedClock clock, Func<bool> isMet) => Condition.MetAsync(() =>
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(isMet());
    });

    private static Task<HttpResponseMessage> AskAsync(Service service, string path, string key) =>
        service.CreateClient().PostAsync($"/v2/document/{path}", new FormUrlEncodedContent([new("document_key", key)]), Cancel);

    private static async Task<Uri> TranslatedAsync(Service service, HttpContent form)
    {
        var response = await service.CreateClient().PostAsync("/translate_file", form, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, body);
        return new((string)JsonNode.Parse(body)!["translatedFileUrl"]!);
    }

    private static MultipartFormDataContent Form(string content, string name, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name } };
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        return form;
    }
}
