using System.Net;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Tests;

public sealed class CatalogTests
{
    [Fact]
    public async Task Languages_have_LibreTranslates_shape()
    {
        await using var service = new Service();

        var languages = await Service.JsonOf(await service.GetAsync("/languages"));

        Assert.Equal(
            """[{"code":"de","name":"German","targets":["de","en"]},{"code":"en","name":"English","targets":["de","en","zh-Hans"]}]""",
            languages.ToJsonString());
    }

    [Fact]
    public async Task A_language_without_a_known_name_is_named_by_its_code()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("m", "1", ("xx-Yyyy", "de"))] } };

        var languages = await Service.JsonOf(await service.GetAsync("/languages"));

        Assert.Equal("xx-Yyyy", (string?)languages[0]!["name"]);
    }

    [Fact]
    public async Task Models_without_languages_are_no_languages()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("couplets", "1")] } };

        Assert.Equal("[]", (await Service.JsonOf(await service.GetAsync("/languages"))).ToJsonString());
        Assert.Equal("[]", (await Service.JsonOf(await service.GetAsync("/models")))[0]!["directions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/languages")]
    [InlineData("/models")]
    [InlineData("/")]   // and the page that it leads to
    public async Task What_answers_GET_answers_HEAD_without_a_body(string path)
    {
        await using var service = new Service();
        service.UseKestrel();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        var response = await service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_description_says_what_batch_invariance_promises()
    {
        await using var service = new Service();

        var document = await Service.JsonOf(await service.GetAsync("/swagger/v1/swagger.json"));
        var field = document["components"]!["schemas"]!["ModelDescription"]!["properties"]!["batchInvariant"]!;

        Assert.Contains("boolean", field["type"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("to the last bit", field["description"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_show_what_serves_and_what_was_refused_and_why()
    {
        await using var service = new Service
        {
            Catalog = new()
            {
                Models =
                [
                    FakeCatalog.Model("en-de", "7", ("en", "de")) with { Refused = [new("8", "model.safetensors: truncated", FakeCatalog.Morning)] },
                    FakeCatalog.Model("broken", version: null) with { Engine = null, Architecture = null },
                ],
            },
        };

        var models = await Service.JsonOf(await service.GetAsync("/models"));

        Assert.Equal(
            """
            [{"name":"en-de","version":"7","loadedAt":"2026-01-31T09:00:00+00:00","engine":"cpu-fp32","batchInvariant":true,"architecture":"marian","directions":[{"source":"en","target":"de"}],"refused":[{"version":"8","reason":"model.safetensors: truncated","at":"2026-01-31T09:00:00+00:00"}],"pinned":false},{"name":"broken","directions":[],"refused":[],"pinned":false}]
            """,
            await (await service.GetAsync("/models")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, models.AsArray().Count);
    }

    [Fact]
    public async Task One_model_shows_its_gate_its_trial_and_its_history()
    {
        var status = FakeCatalog.Model("en-de", "7", ("en", "de")) with
        {
            Previous = "6", IsPinned = true,
            Gate = new([new("en-de", 32, 54.321, 55, null, 0.98)], IsFinite: true) { TimePerSentence = TimeSpan.FromMilliseconds(3.21) },
            Canary = new("8", 0.1, FakeCatalog.Morning, 10, 1, 2),
            History = [new(FakeCatalog.Morning, ModelEventKind.RolledBack, "7", "because"), new(FakeCatalog.Morning, ModelEventKind.Served, "6")],
        };
        await using var service = new Service { Catalog = new() { Models = [status] } };

        var model = await Service.JsonOf(await service.GetAsync("/models/en-de"));
        var (canary, happened) = (model["canary"]!, model["history"]![0]!);

        Assert.Equal(("6", true), ((string?)model["previous"], (bool?)model["pinned"]));
        Assert.Equal("""{"direction":"en-de","sentences":32,"chrf":54.32,"promised":55,"lengthRatio":0.98}""", model["gate"]!["directions"]![0]!.ToJsonString());
        Assert.Equal(("8", 0.1, 10, 1, 2), ((string?)canary["version"], (double?)canary["share"], (int?)canary["requests"], (int?)canary["failed"], (int?)canary["warned"]));
        Assert.Equal(("rolledBack", "7", "because"), ((string?)happened["kind"], (string?)happened["version"], (string?)happened["reason"]));
        Assert.Null((await Service.JsonOf(await service.GetAsync("/models")))[0]!["history"]);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_a_404_problem()
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await service.GetAsync("/models/nobody"), 404, "unknown-model", "name");
    }
}
