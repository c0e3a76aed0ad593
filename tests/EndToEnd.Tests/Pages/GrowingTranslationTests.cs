using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Seq2SeqService.EndToEnd.Tests.Pages;

/// <summary>Long texts on the page, which are shown while they are being translated.</summary>
public sealed class GrowingTranslationTests
{
    /// <summary>Its first sentence is translated long before its last.</summary>
    private static readonly string Text = "Where is the station? " + string.Join(' ', Enumerable.Repeat(
        "The old house by the river belongs to my grandmother, who has been living there for more than fifty years. "
        + "If it rains tomorrow, the children will stay at home and play chess.", 15));

    /// <summary>Writes down what the output shows, and whether assistive technology may look at it, whenever that changes.</summary>
    private const string Watch =
        """
        () => {
          window.seen = [];
          const output = document.querySelector('#output');
          new MutationObserver(() => {
            const rest = output.querySelector('.rest');
            if (output.textContent)
              window.seen.push({ text: rest ? output.firstChild.textContent : output.textContent, isWhole: !rest, isBusy: output.ariaBusy === 'true' });
          }).observe(output, { childList: true });
        }
        """;

    [BrowserFact]
    public async Task It_grows_without_being_read_aloud_and_then_is_there_word_by_word()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.Page.EvaluateAsync(Watch);

        await open.TranslateAsync(Text);

        var seen = await open.Page.EvaluateAsync<Shown[]>("seen");
        var (growing, whole) = (seen[..^1], seen[^1]);
        Assert.NotEmpty(growing);
        Assert.All(growing, shown => Assert.True(!shown.IsWhole && shown.IsBusy && whole.Text.StartsWith(shown.Text, StringComparison.Ordinal), shown.ToString()));
        Assert.True(whole.IsWhole && !whole.IsBusy, whole.ToString());
        await Expect(open.Page.Locator("#announcement")).ToBeEmptyAsync();
        await Expect(open.Page.Locator("#copy")).ToBeEnabledAsync();
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task One_short_sentence_is_shown_when_it_is_there()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.Page.EvaluateAsync(Watch);

        await open.TranslateAsync("Where is the station?");

        Assert.True(Assert.Single(await open.Page.EvaluateAsync<Shown[]>("seen")).IsWhole);
    }

    [BrowserFact]
    public async Task A_stream_that_fails_is_told_kindly_and_asked_for_again()
    {
        await IsMendedAsync("event: error\ndata: {\"status\":503,\"detail\":\"It took too long.\"}\n\n", "It took too long.");
        await IsMendedAsync(": keep-alive\n\n", "cannot be reached");
    }

    private static async Task IsMendedAsync(string end, string told)
    {
        await using var open = await OpenPage.OpenAsync();
        await open.Page.RouteAsync("**/translate", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream", Body = "event: partial\ndata: {\"index\":0,\"translatedText\":\"Wo ist \"}\n\n" + end,
        }));
        await open.Text.FillAsync(Text);
        await Expect(open.Page.Locator("#problem")).ToContainTextAsync(told);

        await open.Page.UnrouteAsync("**/translate");

        await Expect(open.Output).ToContainTextAsync("Bahnhof");
        await Expect(open.Page.Locator("#problem")).ToBeHiddenAsync();
    }

    private sealed record Shown
    {
        public string Text { get; init; } = "";

        public bool IsWhole { get; init; }

        public bool IsBusy { get; init; }
    }
}
