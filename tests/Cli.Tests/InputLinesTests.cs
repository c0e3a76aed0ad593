using Seq2SeqService.Cli.Input;

namespace Seq2SeqService.Cli.Tests;

public sealed class InputLinesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb", "a|b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("\n\n", "|")]
    [InlineData("", "")]
    public async Task Lines_end_at_line_feeds_only(string input, string lines) =>
        Assert.Equal(lines, string.Join('|', await InputLines.ReadAsync(new StringReader(input), Cancel).ToListAsync(Cancel)));

    [Fact]
    public async Task A_line_may_be_longer_than_the_buffer()
    {
        var line = new string('x', 40_000);

        Assert.Equal([line, "y"], await InputLines.ReadAsync(new StringReader($"{line}\ny"), Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Batches_are_full_or_nearly_too_large_and_know_their_place()
    {
        var long1 = new string('x', 3000);

        var batches = await LineBatch.ReadAsync(new StringReader($"a\nb\nc\n{long1}\n{long1}"), mostLines: 3, Cancel).ToListAsync(Cancel);

        Assert.Equal([(1L, 3L), (4L, 4L), (5L, 5L)], batches.Select(batch => (batch.First, batch.Last)));
        Assert.Equal(["a", "b", "c"], batches[0].Lines);
    }
}
