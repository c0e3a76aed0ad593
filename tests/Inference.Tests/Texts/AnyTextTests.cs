using Seq2SeqService.Inference.Tests.Models;

namespace Seq2SeqService.Inference.Tests.Texts;

public sealed class AnyTextTests
{
    private const int Texts = 10_000;
    private const int AtOnce = 50;

    [Fact]
    public async Task Ten_thousand_random_texts_of_all_planes_come_back_whole()
    {
        await using var serving = new Serving();
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();

        for (var first = 0; first < Texts; first += AtOnce)
            await TranslateAsync(serving, first);
    }

    [Fact]
    public async Task A_model_that_says_nothing_right_loses_none_of_what_must_not_change()
    {
        await using var serving = new Serving();
        serving.Models.Publish("en-de", "1");
        serving.Store.Refresh();
        serving.Engines.Says = source => [.. source[..^1].Reverse().Where((_, place) => place % 3 > 0)];

        for (var first = 0; first < Texts / 10; first += AtOnce)
            await TranslateAsync(serving, first);
    }

    private static async Task TranslateAsync(Serving serving, int first)
    {
        string[] texts = [.. Enumerable.Range(first, AtOnce).Select(AnyText.Of)];

        var result = await serving.TranslateAsync(
            new TranslationRequest { Texts = texts, Source = "en", Target = "de", Decoding = own => own with { BeamSize = 1 } });

        foreach (var (text, translated) in texts.Zip(result.Texts))
            AnyText.IsWhole(text, translated.Text);
    }
}
