namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>Text in is text out: only sentences change.</summary>
public sealed class TextFidelityTests : IAsyncLifetime
{
    private readonly TinyStore _store = new();
    private readonly RunningService _service;
    private readonly TinyClient _client;
    private readonly OwnAnswers _own;

    public TextFidelityTests()
    {
        _store.Publish(1);
        _service = TinyClient.Serve(_store, ("Inference:MaxTextCharacters", "20000"));
        _client = new TinyClient(_service);
        _own = new OwnAnswers(_store.PathOf(1));
    }

    public async ValueTask InitializeAsync() => await _client.ReadyAsync();

    public async ValueTask DisposeAsync()
    {
        _own.Dispose();
        _client.Dispose();
        await _service.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task What_stands_between_sentences_comes_back_as_it_was()
    {
        string[][] texts =
        [
            ["The fox jumps."],
            ["  ", "The fox jumps.", "  "],
            ["\n\n", "The fox jumps.", "\n"],
            ["\t", "The fox jumps.", " ", "Where is the dog?", "   \r\n\r\n  ", "How daft!", "\r\n"],
            ["The fox jumps.", "\n\n\n\n", "It is here.", "\n \n\t\n", "How daft!"],
            ["😀 ", "The fox jumps.", " 😀🎉\n"],
            ["\u00A0", "The fox jumps.", "\u2028", "How daft!", "\u3000"],
            [string.Concat(Enumerable.Repeat("\n", 5000)), "The fox jumps.", string.Concat(Enumerable.Repeat("\r\n", 2500))],
        ];

        foreach (var parts in texts)
        {
            var answer = await _client.TranslateAsync(string.Concat(parts));
            Assert.Equal(string.Concat(parts.Select(part => part.Any(char.IsAsciiLetter) ? _own.To(part) : part)), answer.Text);
        }
    }

    [Fact]
    public async Task What_holds_no_word_comes_back_as_it_was()
    {
        string[] texts = [" ", "\n", "\r\n\r\n", "\t \u00A0", "😀", "😀🎉👩‍👩‍👧‍👦 🇩🇪", "…", "42", "- 3.5 %\n", new string('\n', 10_000), new string(' ', 10_000)];

        foreach (var text in texts)
            Assert.Equal(text, (await _client.TranslateAsync(text)).Text);
    }
}
