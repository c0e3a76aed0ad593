using System.Net;
using Seq2SeqService.Client;
using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Tools;

/// <summary>The client library at the service as it is, with the model that comes with it.</summary>
public sealed class ClientLibraryTests : IAsyncLifetime
{
    private readonly RunningService _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));
    private readonly TranslationClient _client;

    public ClientLibraryTests() => _client = new(new TranslationClientOptions { BaseAddress = _service.Address });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Condition.MetAsync(async () => (await _client.HealthAsync(cancel: Cancel)).IsHealthy);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Texts_are_translated_with_what_was_asked_about_them()
    {
        var options = new TranslateOptions { Alternatives = 1, Scores = true, Alignment = true, Confidence = true };

        var translations = await _client.TranslateAsync(["Good morning!", "Wo ist der Bahnhof?"], TranslationClient.Auto, "de", options, Cancel);

        Assert.Equal(["Guten Morgen!", "Wo ist der Bahnhof?"], translations.Select(translation => translation.Text));
        Assert.Equal(["en", "de"], translations.Select(translation => translation.DetectedLanguage?.Language));
        Assert.Single(translations[0].Alternatives);
        Assert.InRange(translations[0].Score!.Value, -5, 0);
        Assert.NotEmpty(translations[0].Sentences[0].Words);
        Assert.Contains("0:3-0:4", translations[0].Sentences[0].Alignment, StringComparison.Ordinal);
        Assert.Equal("en-de", translations[0].Model?.Name);
    }

    [Fact]
    public async Task Attention_and_glossaries_and_tags_come_back()
    {
        var attended = await _client.TranslateAsync("Good morning!", "en", "de", new() { Attention = true }, Cancel);
        var terms = new Dictionary<string, string> { ["station"] = "Haltestelle" };
        var termed = await _client.TranslateAsync("Where is the station?", "en", "de", new() { Glossary = terms }, Cancel);
        var tagged = await _client.TranslateAsync("<p>Good <b>morning</b>!</p>", "en", "de", new() { Format = TextFormat.Html }, Cancel);

        Assert.Equal(attended.Sentences[0].Target.Count, attended.Sentences[0].Attention.Count);
        Assert.Contains("Haltestelle", termed.Text, StringComparison.Ordinal);
        Assert.Equal("<p>Guten <b>Morgen</b>!</p>", tagged.Text);
    }

    [Fact]
    public async Task A_stream_ends_with_the_plain_answer()
    {
        var plain = await _client.TranslateAsync("Good morning! Where is the station?", "en", "de", cancel: Cancel);

        var updates = await _client.StreamAsync("Good morning! Where is the station?", "en", "de", cancel: Cancel).ToListAsync(Cancel);

        Assert.Equal(plain.Text, updates[^1].Translation?.Text);
        Assert.All(updates, update => Assert.StartsWith(update.Text, plain.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Languages_models_and_detection_are_read()
    {
        Assert.Equal(["de", "en"], (await _client.LanguagesAsync(Cancel)).Select(language => language.Code));
        Assert.Equal("en-de", (await _client.ModelsAsync(Cancel)).Single().Name);
        Assert.Equal("de", (await _client.DetectAsync("Wie spät ist es?", Cancel))[0].Language);
    }

    [Fact]
    public async Task A_document_comes_back_translated()
    {
        using var letter = new MemoryStream("# Good morning\n\nWhere is the station?\n"u8.ToArray());

        await using var document = await _client.TranslateDocumentAsync(letter, "my letter.md", "en", "de", Cancel);
        using var reader = new StreamReader(document.Content);

        Assert.Equal("my letter_de.md", document.FileName);
        Assert.Contains("Wo ist der Bahnhof?", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_started_asked_about_fetched_and_removed()
    {
        var job = await _client.StartJobAsync(["Good morning!", "Where is the station?"], "en", "de", cancel: Cancel);
        await Condition.MetAsync(async () => (job = await _client.JobAsync(job.Id, Cancel)).State is "done" or "failed");
        var translations = await _client.JobResultAsync(job.Id, Cancel);
        await _client.DeleteJobAsync(job.Id, Cancel);

        Assert.Equal(("done", 2, 2), (job.State, job.Texts, job.Done));
        Assert.Equal(["Guten Morgen!", "Wo ist der Bahnhof?"], translations.Select(translation => translation.Text));
        Assert.Equal("/problems/unknown-job", (await Assert.ThrowsAsync<TranslationServiceException>(() => _client.JobAsync(job.Id, Cancel))).Type);
    }

    [Fact]
    public async Task Refusals_name_their_field()
    {
        var language = await Assert.ThrowsAsync<TranslationServiceException>(() => _client.TranslateAsync("Hello", "en", "xx", cancel: Cancel));
        var beam = await Assert.ThrowsAsync<TranslationServiceException>(() => _client.TranslateAsync("Hello", "en", "de", new() { BeamSize = 99 }, Cancel));

        Assert.Equal((HttpStatusCode.BadRequest, "/problems/unsupported-language"), (language.Status, language.Type));
        Assert.Equal(["options.beamSize"], beam.Errors.Keys);
        Assert.NotNull(beam.TraceId);
    }
}
