using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Seq2SeqService.Client.Tests.Fakes;
using Seq2SeqService.Client.Wire;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.Client.Tests;

/// <summary>The client and docs/openapi.json, which the tests of Api hold to the service, speak of the same routes, members and values.</summary>
public sealed class ContractTests
{
    /// <summary>Operations without a method, with the reason.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["GET /frontend/settings"] = "For pages of LibreTranslate; languages and limits stand elsewhere.",
        ["GET /models/{name}"] = "For operators: what the gate measured, and the history.",
        ["GET /health"] = "LibreTranslate's name of /health/live.",
    };

    /// <summary>Members that the client neither sends nor reads, with the reason.</summary>
    private static readonly Dictionary<string, string> UnusedMembers = new()
    {
        ["TranslateRequest.api_key"] = "Not looked at; keys are sent as a header.",
        ["TranslateRequest.apiKey"] = "The same.",
        ["TranslateRequest.secret"] = "The same.",
        ["DetectRequest.format"] = "Not looked at.",
        ["DetectRequest.api_key"] = "Not looked at.",
        ["Problem.error"] = "The same as detail, for clients of LibreTranslate.",
        ["ModelDescription.canary"] = "For operators.",
        ["ModelDescription.gate"] = "For operators; GET /models does not say it.",
        ["ModelDescription.history"] = "The same.",
        ["TextResult.text"] = "Stands in translatedText already.",
    };

    private static readonly JsonNode Document = JsonNode.Parse(RepositoryFiles.Read("docs/openapi.json"))!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Schemas => [.. Types.Keys];

    private static Dictionary<string, JsonTypeInfo> Types { get; } = new()
    {
        ["TranslateRequest"] = ClientJson.Default.TranslateRequest,
        ["TranslateOptions"] = ClientJson.Default.RequestOptions,
        ["TranslateResponse"] = ClientJson.Default.TranslateAnswer,
        ["TextResult"] = ClientJson.Default.TextResult,
        ["SentenceResult"] = ClientJson.Default.TranslatedSentence,
        ["WordResult"] = ClientJson.Default.TranslatedWord,
        ["WarningResult"] = ClientJson.Default.TranslationWarning,
        ["AnsweringModel"] = ClientJson.Default.AnsweringModel,
        ["Timings"] = ClientJson.Default.Timings,
        ["TextLanguage"] = ClientJson.Default.DetectedLanguage,
        ["DetectRequest"] = ClientJson.Default.DetectRequest,
        ["ServedLanguage"] = ClientJson.Default.ServedLanguage,
        ["ModelDescription"] = ClientJson.Default.ServedModel,
        ["Direction"] = ClientJson.Default.Direction,
        ["RefusedVersionDescription"] = ClientJson.Default.RefusedVersion,
        ["TranslatedFile"] = ClientJson.Default.TranslatedFile,
        ["GlossaryRequest"] = ClientJson.Default.NewGlossary,
        ["GlossaryAnswer"] = ClientJson.Default.Glossary,
        ["GlossaryList"] = ClientJson.Default.GlossaryList,
        ["JobAnswer"] = ClientJson.Default.TranslationJob,
        ["HealthAnswer"] = ClientJson.Default.HealthAnswer,
        ["Problem"] = ClientJson.Default.Problem,
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void The_client_has_the_members_of_the_document_and_no_others(string schema)
    {
        var documented = Members(schema).Select(member => $"{schema}.{member.Key}").ToList();
        var known = Types[schema].Properties.Select(member => $"{schema}.{member.Name}").ToList();

        Assert.Empty(known.Except(documented));
        Assert.Empty(documented.Except(known).Except(UnusedMembers.Keys));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void What_the_client_needs_of_an_answer_is_promised(string schema)
    {
        if (schema.EndsWith("Request", StringComparison.Ordinal))
            return;

        var promised = Document["components"]!["schemas"]![schema]!["required"]?.AsArray().Select(name => (string)name!) ?? [];

        Assert.Empty(Types[schema].Properties.Where(member => member.IsRequired).Select(member => member.Name).Except(promised));
    }

    [Fact]
    public async Task Every_operation_has_a_method_and_every_method_an_operation()
    {
        var documented = Operations().ToList();
        var asked = (await AskedAsync()).Select(request => documented.Find(operation => Fits(operation, request)) ?? request).Distinct().ToList();

        Assert.Equal(documented.Except(LeftOut.Keys).Order(), asked.Order());
    }

    [Fact]
    public void What_is_left_out_exists()
    {
        Assert.Empty(LeftOut.Keys.Except(Operations()));
        Assert.DoesNotContain(UnusedMembers.Keys, member => !Members(member.Split('.')[0]).ContainsKey(member.Split('.')[1]));
    }

    [Fact]
    public void The_values_that_the_client_sends_and_explains_are_the_documents()
    {
        var formats = Enum.GetValues<TextFormat>().Select(format => TranslateRequest.Of([], null, null, new() { Format = format }).Format);
        var warnings = RepositoryFiles.Read("src/Client/TranslatedSentence.cs");
        var health = RepositoryFiles.Read("src/Client/ServiceHealth.cs");

        Assert.Equal(Values("TranslateRequest", "format"), formats);
        Assert.All(Values("WarningResult", "code"), code => Assert.Contains($"<c>{code}</c>", warnings, StringComparison.Ordinal));
        Assert.All(Values("HealthAnswer", "status"), status => Assert.Contains($"<c>{status}</c>", health, StringComparison.Ordinal));
    }

    private static JsonObject Members(string schema) => Document["components"]!["schemas"]![schema]!["properties"]!.AsObject();

    private static IEnumerable<string> Values(string schema, string member) => Members(schema)[member]!["enum"]!.AsArray().Select(value => (string)value!);

    private static IEnumerable<string> Operations() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select $"{operation.Key.ToUpperInvariant()} {path.Key}";

    private static bool Fits(string operation, string request) => Regex.IsMatch(request, $"^{Regex.Replace(operation, @"\{[^}]*\}", "[^/]+")}$");

    /// <summary>What the client sends when each of its methods is called.</summary>
    private static async Task<IEnumerable<string>> AskedAsync()
    {
        using var service = new StubService(StubService.Json("""{"translatedText":["x"],"translatedFileUrl":"http://x/download_file/x.txt","status":"ok"}"""));
        var client = Clients.Over(service, options: Clients.WithoutWaits);
        var glossary = new NewGlossary { Name = "", Source = "", Target = "", Entries = new Dictionary<string, string>() };
        Func<Task>[] calls =
        [
            () => client.TranslateAsync("x", "en", "de", cancel: Cancel),
            () => client.DetectAsync("x", Cancel),
            () => client.LanguagesAsync(Cancel),
            () => client.ModelsAsync(Cancel),
            () => client.TranslateDocumentAsync(Stream.Null, "x.txt", "en", "de", Cancel),
            () => client.HealthAsync(HealthCheck.Live, Cancel),
            () => client.HealthAsync(HealthCheck.Ready, Cancel),
            () => client.HealthAsync(HealthCheck.Startup, Cancel),
            () => client.GlossariesAsync(Cancel),
            () => client.GlossaryAsync("g", Cancel),
            () => client.CreateGlossaryAsync(glossary, Cancel),
            () => client.ReplaceGlossaryAsync("g", glossary, Cancel),
            () => client.DeleteGlossaryAsync("g", Cancel),
            () => client.StartJobAsync(["x"], "en", "de", cancel: Cancel),
            () => client.JobAsync("j", Cancel),
            () => client.JobResultAsync("j", Cancel),
            () => client.DeleteJobAsync("j", Cancel),
        ];
        foreach (var call in calls)
            await Record.ExceptionAsync(call);   // the stub's answer fits few of them; what they asked counts

        return service.Asked.Select(request => $"{request.Method} {request.Path}");
    }
}
