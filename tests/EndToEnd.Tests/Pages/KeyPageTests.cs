using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Seq2SeqService.EndToEnd.Tests.Pages;

/// <summary>The page of a service that wants keys.</summary>
public sealed class KeyPageTests
{
    [BrowserFact]
    public async Task The_page_asks_for_a_key_and_keeps_it_in_its_tab_alone()
    {
        using var kept = new KeptKey("translate", "documents");
        var key = kept.Text;
        await using var open = await OpenPage.OpenAsync(options: null, kept.Setting);
        var page = open.Page;

        await Expect(page.Locator("#problem-text")).ToHaveTextAsync("An API key is required.");
        await page.Locator("#key").FillAsync("nonsense");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#problem-text")).ToHaveTextAsync("Invalid API key.");

        await page.Locator("#key").FillAsync(key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#problem")).ToBeHiddenAsync();
        await open.TranslateAsync("How are you today?");
        await Expect(open.Output).ToContainTextAsync("heute");

        await page.ReloadAsync();
        await Expect(page.Locator("#target")).ToHaveValueAsync("de");
        await Expect(page.Locator("#problem")).ToBeHiddenAsync();
        Assert.Equal(key, await page.EvaluateAsync<string>("sessionStorage.getItem('seq2seq.key')"));
        Assert.DoesNotContain(key, await page.EvaluateAsync<string>("JSON.stringify(localStorage) + document.cookie + location.href"), StringComparison.Ordinal);

        var downloading = page.WaitForDownloadAsync();
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "a.txt", MimeType = "text/plain", Buffer = "Good morning!"u8.ToArray() });
        var saved = await downloading;
        Assert.Equal("a_de.txt", saved.SuggestedFilename);
        using var reader = new StreamReader(await saved.CreateReadStreamAsync());
        Assert.Equal("Guten Morgen!", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
