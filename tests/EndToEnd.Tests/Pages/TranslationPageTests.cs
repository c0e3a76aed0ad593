using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Seq2SeqService.EndToEnd.Tests.Pages;

public sealed class TranslationPageTests
{
    private const string Sentence = "How are you today?";

    [BrowserFact]
    public async Task What_is_typed_is_translated_and_the_model_is_named()
    {
        await using var open = await OpenPage.OpenAsync();

        await open.TranslateAsync(Sentence);

        await Expect(open.Output).ToContainTextAsync("heute");
        await Expect(open.Page.Locator("#answered")).ToContainTextAsync("en-de");
        await Expect(open.Page.Locator("#answered")).ToContainTextAsync("from English");
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task A_word_under_the_pointer_shows_what_it_was_translated_from()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.TranslateAsync(Sentence);

        await open.Word("heute").HoverAsync();

        await Expect(open.Page.Locator("#mirror mark")).ToHaveTextAsync("today");
    }

    [BrowserFact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var open = await OpenPage.OpenAsync();
        await Expect(open.Text).ToBeFocusedAsync();

        await open.Page.Keyboard.TypeAsync(Sentence);
        await open.Page.Locator("#output:not(.waiting) .word").First.WaitForAsync();
        await open.Page.Keyboard.PressAsync("Tab");   // a document, or clear
        while (!await open.Output.EvaluateAsync<bool>("element => element === document.activeElement"))
            await open.Page.Keyboard.PressAsync("Tab");
        await open.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(open.Page.Locator("#mirror mark")).ToHaveTextAsync("How");
        await Expect(open.Page.Locator("#announcement")).ToContainTextAsync("from “How”");

        await open.Page.Keyboard.PressAsync("Alt+S");
        await Expect(open.Page.Locator("#source")).ToHaveValueAsync("de");
        await Expect(open.Output).ToContainTextAsync("today");
    }

    [BrowserFact]
    public async Task An_alternative_takes_the_translations_place()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.TranslateAsync(Sentence);
        var alternative = open.Page.Locator("#alternative-list button").First;
        var text = await alternative.InnerTextAsync();

        await alternative.ClickAsync();

        await Expect(open.Output).ToHaveTextAsync(text);
    }

    [BrowserFact]
    public async Task Attention_is_a_table_with_a_row_for_each_piece()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.Page.Locator("#show-attention").CheckAsync();

        await open.TranslateAsync(Sentence);

        await Expect(open.Page.Locator(".heat-map tbody tr").First).ToBeVisibleAsync();
        await Expect(open.Page.Locator(".heat-map thead")).ToContainTextAsync("today");
    }

    [BrowserFact]
    public async Task A_document_comes_back_translated()
    {
        await using var open = await OpenPage.OpenAsync();
        await Expect(open.Page.Locator("#choose-file")).ToBeVisibleAsync();

        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Page.Locator("#file").SetInputFilesAsync(
            new FilePayload { Name = "greeting.srt", MimeType = "application/x-subrip", Buffer = "1\n00:00:01,000 --> 00:00:02,000\nIt is raining.\n"u8.ToArray() }));

        var translated = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("00:00:01,000 --> 00:00:02,000", translated, StringComparison.Ordinal);
        Assert.Contains("regnet", translated, StringComparison.Ordinal);
        await Expect(open.Page.Locator("#document-state")).ToContainTextAsync("Translated");
    }

    [BrowserFact]
    public async Task A_document_that_cannot_be_read_is_refused_in_words()
    {
        await using var open = await OpenPage.OpenAsync();
        await Expect(open.Page.Locator("#choose-file")).ToBeVisibleAsync();

        await open.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "picture.png", MimeType = "image/png", Buffer = [1, 2, 3] });

        await Expect(open.Page.Locator("#problem-text")).Not.ToBeEmptyAsync();
        await Expect(open.Page.Locator("#document")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_service_that_is_gone_is_told_kindly_and_found_again_by_itself()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.TranslateAsync(Sentence);

        await open.Page.RouteAsync("**/translate", route => route.AbortAsync());
        await open.Text.FillAsync("It is raining.");
        await Expect(open.Page.Locator("#problem")).ToContainTextAsync("cannot be reached");
        await Expect(open.Text).ToHaveValueAsync("It is raining.");

        await open.Page.UnrouteAsync("**/translate");
        await Expect(open.Output).ToContainTextAsync("regnet");
        await Expect(open.Page.Locator("#problem")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_model_without_attention_translates_without_alignment()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.Page.RouteAsync("**/translate", route => route.Request.PostData!.Contains("\"alignment\":true", StringComparison.Ordinal)
            ? route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = """{"errors":{"options.alignment":["has no attention"]}}""" })
            : route.ContinueAsync());

        await open.TranslateAsync(Sentence);

        await Expect(open.Output).ToContainTextAsync("heute");
        await Expect(open.Page.Locator("#problem")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_refusal_is_shown_as_the_service_words_it()
    {
        await using var open = await OpenPage.OpenAsync();
        await open.Page.Locator("#source").SelectOptionAsync("en");

        await open.Text.FillAsync(new string('a', 6000));

        await Expect(open.Page.Locator("#problem-text")).ToContainTextAsync("at most 5000");
        await Expect(open.Page.Locator("#retry")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Everybody_can_use_it_in_both_themes_and_on_a_phone()
    {
        foreach (var (theme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 360) })
        {
            await using var open = await OpenPage.OpenAsync(new()
            {
                ColorScheme = theme,
                ViewportSize = new() { Width = width, Height = 800 },
                BypassCSP = true,   // axe is a script of its own
            });
            await open.Page.Locator("#show-confidence").CheckAsync();
            await open.Page.Locator("#show-attention").CheckAsync();
            await open.TranslateAsync($"{Sentence} The old house by the river belongs to my grandmother.");

            var found = await open.Page.RunAxe();

            Assert.Empty(found.Violations.Select(violation => $"{theme}, {width}: {violation.Id}, {violation.Help}"));
            Assert.True(await open.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{width} pixels are too narrow for the page.");
        }
    }
}
