using Microsoft.Playwright;
using Seq2SeqService.EndToEnd.Tests.Bundled;

namespace Seq2SeqService.EndToEnd.Tests.Pages;

/// <summary>The translation page of a running service with the bundled model, in a browser of its own.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly RunningService _service;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private OpenPage(RunningService service, IPlaywright playwright, IBrowser browser, IPage page) => (_service, _playwright, _browser, Page) = (service, playwright, browser, page);

    public IPage Page { get; }

    /// <summary>What the browser complained about.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator Text => Page.Locator("#text");

    public ILocator Output => Page.Locator("#output");

    public static async Task<OpenPage> OpenAsync(BrowserNewContextOptions? options = null, params (string Name, string Value)[] settings)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = ["--no-sandbox"] });
        var open = new OpenPage(new(BundledModel.Store, settings), playwright, browser, await (await browser.NewContextAsync(options)).NewPageAsync());
        open.Page.Console += (_, message) => open.Complain(message);
        open.Page.PageError += (_, error) => open.Complaints.Add(error);
        using var client = new HttpClient { BaseAddress = open._service.Address };
        await Condition.MetAsync(async () => (await client.GetAsync("health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await open.Page.GotoAsync(open._service.Address.ToString());
        return open;
    }

    /// <summary>Types a text and waits for its translation, word by word.</summary>
    public async Task TranslateAsync(string text)
    {
        await Text.FillAsync(text);
        await Page.Locator("#output:not(.waiting) .word").First.WaitForAsync();
    }

    public ILocator Word(string text) => Output.GetByText(text, new() { Exact = true });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _service.DisposeAsync();
    }

    private void Complain(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
            Complaints.Add(message.Text);
    }
}
