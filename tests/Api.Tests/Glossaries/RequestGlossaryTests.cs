using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Tests.Glossaries;

public sealed class RequestGlossaryTests
{
    [Fact]
    public async Task Terms_reach_the_translator()
    {
        await using var service = new Service();

        await service.PostAsync("""{"q":"a","source":"en","target":"de","options":{"glossary":{"station":"Bahnhof","Acme":"Acme"}}}""");
        await service.PostAsync("""{"q":"a","source":"en","target":"de"}""");

        Assert.Equal([new GlossaryTerm("station", "Bahnhof"), new GlossaryTerm("Acme", "Acme")], service.Translator.Asked[0].Glossary);
        Assert.Empty(service.Translator.Asked[1].Glossary);
    }

    [Fact]
    public async Task More_terms_than_are_taken_are_refused_with_both_figures()
    {
        await using var service = new Service();
        var terms = string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"a{i}\":\"b\""));

        var fault = await ProblemAssert.IsProblemAsync(
            await service.PostAsync("{\"q\":\"a\",\"source\":\"en\",\"target\":\"de\",\"options\":{\"glossary\":{" + terms + "}}}"), 400, "invalid-request", "options.glossary");

        Assert.Contains("501", fault, StringComparison.Ordinal);
        Assert.Contains("500", fault, StringComparison.Ordinal);
    }
}
