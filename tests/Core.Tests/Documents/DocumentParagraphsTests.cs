using System.Text;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Documents;

public sealed class DocumentParagraphsTests
{
    [Fact]
    public void A_page_has_its_paragraphs_translated_and_its_scripts_left_alone()
    {
        const string Page = "<!DOCTYPE html><html><head><title>Hello</title><script>var a = \"Hello\";</script></head><body><p>Good <b>morning</b>, world.</p></body></html>";

        var document = RoundTrip.Paragraphs("a.html", Page);

        Assert.Equal(["Hello", "Good morning, world."], document.Texts);
        Assert.True(document.NeedsAlignment);
        Assert.Equal(Page.Replace("Hello<", "HELLO<").Replace("Good", "GOOD").Replace("morning", "MORNING").Replace("world", "WORLD"), Loud(document));
    }

    [Theory]
    [InlineData("a.md", "# One *two* three\n\nFour `five` [six](http://x.org/a) seven.\n")]
    [InlineData("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nOne <i>two</i> three\n")]
    public void Codes_come_back_around_the_words_that_stand_for_theirs(string name, string content)
    {
        var document = RoundTrip.Paragraphs(name, content);

        Assert.All(document.Texts, text => Assert.DoesNotContain('<', text));
        Assert.Equal(
            content.Replace("One", "ONE").Replace("two", "TWO").Replace("three", "THREE").Replace("Four", "FOUR").Replace("six", "SIX").Replace("seven", "SEVEN"),
            Loud(document));
    }

    [Fact]
    public void Whatever_a_translation_looks_like_all_codes_come_back_once()
    {
        var document = RoundTrip.Paragraphs("a.md", "One *two* [three](http://x.org) **four `five`**.");

        var written = Encoding.UTF8.GetString(document.Write([new("Nichts davon", [])], RoundTrip.Languages));

        Assert.Contains("](http://x.org)", written, StringComparison.Ordinal);
        Assert.Single(written.Split("`five`")[1..]);
        Assert.Equal(6, written.Count(mark => mark == '*'));
    }

    [Fact]
    public void Plain_documents_need_no_alignment() =>
        Assert.False(RoundTrip.Paragraphs("a.po", "msgid \"One <b>two</b>\"\nmsgstr \"\"\n").NeedsAlignment);

    /// <summary>Upper case, each word aligned with itself.</summary>
    private static string Loud(DocumentParagraphs document) => Encoding.UTF8.GetString(document.Write(
        [.. document.Texts.Select(text => new AlignedTranslation(text.ToUpperInvariant(), [.. Words.Of(text).Select(word => new AlignedWords(word, word))]))], RoundTrip.Languages));
}
