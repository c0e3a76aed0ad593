using Seq2SeqService.Cli.Output;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Tests;

public sealed class OutputTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Alternatives_stand_indented_below_their_translation()
    {
        await new TranslationWriter(_output, json: false).WriteAsync(new() { Text = "Hallo!", Alternatives = ["Guten Tag!"] }, Cancel);

        Assert.Equal("Hallo!\n\tGuten Tag!\n", _output.ToString());
    }

    [Fact]
    public async Task Json_is_one_line_with_letters_as_they_are()
    {
        await new TranslationWriter(_output, json: true).WriteAsync(new() { Text = "Schöne\nGrüße" }, Cancel);

        Assert.Equal("""{"text":"Schöne\nGrüße","alternatives":[],"sentences":[]}""" + "\n", _output.ToString());
    }

    [Fact]
    public async Task Of_a_growing_translation_only_what_is_new_is_written()
    {
        await new TranslationWriter(_output, json: false).WriteGrowingAsync(Updates("Guten", "Guten Tag", "Guten Tag!"), Cancel);

        Assert.Equal("Guten Tag!\n", _output.ToString());
    }

    [Fact]
    public async Task What_is_taken_back_after_all_is_said_anew()
    {
        await new TranslationWriter(_output, json: false).WriteGrowingAsync(Updates("Gut", "Hallo!"), Cancel);

        Assert.Equal("Gut\nHallo!\n", _output.ToString());
    }

    private static async IAsyncEnumerable<TranslationUpdate> Updates(params string[] texts)
    {
        foreach (var text in texts)
        {
            await Task.CompletedTask;
            yield return new() { Index = 0, Text = text, Translation = text == texts[^1] ? new() { Text = text } : null };
        }
    }
}
