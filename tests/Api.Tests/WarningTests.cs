using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests;

public sealed class WarningTests
{
    private static readonly TranslatedSentence Good = new([], [], []) { Text = "Hi.", Translation = "Hallo." };

    private static readonly TranslatedSentence Bad = new([], [], [])
    {
        Text = "In 1985.", Translation = "Im Jahr.", Warnings = [new("numberLost", "The number 1985 is not in the output.", Mended: false)],
    };

    [Fact]
    public async Task A_sentence_with_warnings_is_named_with_all_of_its_text_though_nobody_asked()
    {
        await using var service = new Service { Translator = Answering([Good, Bad]) };

        var answer = await Service.JsonOf(await service.PostAsync("""{"q": "Hi. In 1985.", "source": "en", "target": "de"}"""));

        Assert.Equal(
            """[{"text":"Hallo. Im Jahr.","sentences":[{"text":"Hi.","translatedText":"Hallo."},"""
            + """{"text":"In 1985.","translatedText":"Im Jahr.","warnings":[{"code":"numberLost","message":"The number 1985 is not in the output.","mended":false}]}]}]""",
            answer["results"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_warnings_there_are_no_results()
    {
        await using var service = new Service { Translator = Answering([Good]) };

        var answer = await Service.JsonOf(await service.PostAsync("""{"q": "Hi.", "source": "en", "target": "de"}"""));

        Assert.Null(answer["results"]);
    }

    private static FakeTranslator Answering(IReadOnlyList<TranslatedSentence> sentences) => new()
    {
        Behaviour = (_, _) => Task.FromResult(new TranslationResult
        {
            Texts = [new(string.Join(' ', sentences.Select(sentence => sentence.Translation)), [], -0.5, 5) { Sentences = sentences }],
            Model = new("en-de", "7"),
        }),
    };
}
