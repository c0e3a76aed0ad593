using Microsoft.Playwright;
using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Pages;

public sealed class SwaggerPageTests
{
    [BrowserFact]
    public async Task Try_it_out_translates_the_example()
    {
        await using var service = new RunningService(BundledModel.Store);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();

        await page.GotoAsync(new Uri(service.Address, "swagger").ToString());
        await page.Locator("#operations-Translation-Translate .opblock-summary-control").ClickAsync();
        await page.Locator(".execute").ClickAsync();
        var answer = await page.Locator(".live-responses-table").InnerTextAsync();

        Assert.Contains("translatedText", answer, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(BundledModel.Directory), answer, StringComparison.Ordinal);   // the version, in no example
    }
}
