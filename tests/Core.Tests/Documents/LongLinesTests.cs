using System.Text;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Documents;

/// <summary>
/// Lines that an expression or a loop once read again for each of their parts: with one that takes the square of the length, or more, no machine is done before the
/// limit, and one that reads them once is done in a moment.
/// </summary>
public sealed class LongLinesTests
{
    private const int Length = 2_000_000;
    private const int Limit = 120_000;   // milliseconds

    public static TheoryData<string, string> Documents => new()
    {
        { "a.md", $"One [{Filled("![b]", 200)} two" },
        { "a.md", $"One {Filled("`", 20_000)} two{Filled("a", 20_000)}" },
        { "a.md", $"One <{Filled("a", 300_000)}" },
        { "a.md", $"|{Filled(" ", 1_000_000)}x" },
        { "a.html", $"{Filled("<!-- -->", 800)}one" },
        { "a.srt", $"1\n00:00:01,000 --> 00:00:02,000\nOne <{Filled("a", 300_000)}\n" },
        { "a.srt", $"1\n00:00:01,000 --> 00:00:02,000\nOne {Filled("<i>", 600_000)}{Filled("</b>", 600_000)}\n" },
        { "a.txt", $"One. {Filled("One.Another@a.b ", Length)}" },
        { "a.txt", Filled("One.Another!a_b", Length) },
    };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Documents))]
    public Task A_long_line_is_read_or_refused_in_one_pass(string name, string text) => Task.Run(
        () =>
        {
            var read = Record.Exception(() => DocumentFormats.Read(DocumentFormats.Of(name)!, Encoding.UTF8.GetBytes(text), new()));

            Assert.True(read is null or DocumentException, $"{read}");
        },
        TestContext.Current.CancellationToken);

    [Theory(Timeout = Limit)]
    [InlineData("One.Another")]
    [InlineData("One.Two_three.")]
    [InlineData("a/b")]
    [InlineData("`x B3")]
    [InlineData("```\t")]
    [InlineData("x\t```\n")]
    [InlineData("a@b.")]
    [InlineData("1.22.")]
    public Task A_text_of_one_piece_over_and_over_is_cut_in_one_pass(string piece) => Task.Run(
        () =>
        {
            var text = Filled(piece, Length);

            Assert.Equal(text, TextSegments.Join(TextSegments.Split(text)));
        },
        TestContext.Current.CancellationToken);

    private static string Filled(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));
}
