using System.Text;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Core.Tests.Documents;

public sealed class PlainDocumentTests
{
    [Fact]
    public void A_text_file_is_cut_between_sentences_and_put_together_again()
    {
        var text = string.Concat(Enumerable.Range(1, 200).Select(number => $"This is sentence {number}. It has a neighbour!\r\n\r\n"));

        var document = RoundTrip.Read("a.txt", text);

        Assert.InRange(document.Texts.Count, 5, 20);
        Assert.All(document.Texts, part => Assert.InRange(part.Text.Length, 1, 1000));
        Assert.Equal(text.ToUpperInvariant(), Encoding.UTF8.GetString(RoundTrip.Loud(document)));
    }

    [Fact]
    public void Long_stretches_without_words_are_no_texts()
    {
        var blanks = new string('\n', 50_000);

        var document = RoundTrip.Read("a.txt", $"One.{blanks}Two.");

        Assert.Equal(["One.", "Two."], document.Texts.Select(text => text.Text));
        Assert.Equal($"ONE.{blanks}TWO.", Encoding.UTF8.GetString(RoundTrip.Loud(document)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_is_kept_and_so_is_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] Bytes(string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

        Assert.Equal(Bytes("GRÜSS DICH. 🙂"), RoundTrip.Loud(RoundTrip.Read("a.txt", Bytes("grüSS dich. 🙂"))));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0x41 })]
    [InlineData(new byte[] { 0x41, 0x00 })]
    public void What_is_no_text_is_refused(byte[] content) =>
        Assert.Throws<DocumentException>(() => RoundTrip.Read("a.txt", content));

    [Fact]
    public void More_than_the_limits_allow_is_refused_as_too_large()
    {
        var limits = new DocumentLimits { MaxCharacters = 100, MaxTextCharacters = 50 };

        Assert.True(Refused(new string('a', 51)).IsTooLarge);
        Assert.True(Refused(string.Concat(Enumerable.Repeat("Some words. ", 20))).IsTooLarge);

        DocumentException Refused(string text) =>
            Assert.Throws<DocumentException>(() => DocumentFormats.Read(DocumentFormats.Of("a.txt")!, Encoding.UTF8.GetBytes(text), limits));
    }

    [Fact]
    public void Subtitles_keep_numbers_times_tags_and_the_number_of_lines()
    {
        const string Srt =
            """
            1
            00:00:01,000 --> 00:00:02,500
            Where is the
            old station?

            2
            00:00:03,000 --> 00:00:04,000 X1:40 X2:600
            {\an8}<i>I don't</i> know.

            3
            00:00:05,000 --> 00:00:06,000
            - Hello!
            - Good <b>morning</b>.

            4
            00:00:07,000 --> 00:00:08,000
            ♪

            """;

        Assert.Equal(["Where is the old station?", "<x id=\"0\"/><g id=\"1\">I don't</g> know.", "Hello!", "Good <g id=\"1\">morning</g>."], RoundTrip.Read("a.srt", Srt).Texts.Select(text => text.Text));
        Assert.Equal(
            Srt.Replace("Where is the", "WHERE IS THE").Replace("old station?", "OLD STATION?").Replace("I don't", "I DON'T").Replace("know", "KNOW")
                .Replace("Hello", "HELLO").Replace("Good", "GOOD").Replace("morning", "MORNING"),
            RoundTrip.Loud("a.srt", Srt));
    }

    [Fact]
    public void WebVTT_keeps_its_header_notes_styles_and_settings()
    {
        const string Vtt =
            """
            WEBVTT - a film

            NOTE this is for translators

            STYLE
            ::cue { color: red }

            intro
            00:01.000 --> 00:02.000 align:start
            <v Anna>Good morning.</v>
            """;

        Assert.Equal(["<g id=\"0\">Good morning.</g>"], RoundTrip.Read("a.vtt", Vtt).Texts.Select(text => text.Text));
        Assert.Equal(Vtt.Replace("Good morning", "GOOD MORNING"), RoundTrip.Loud("a.vtt", Vtt));
    }

    [Fact]
    public void JSON_keeps_names_numbers_comments_and_the_order_and_form_of_all()
    {
        const string Json =
            """
            {
              // greetings
              "@@locale": "en",
              "title":   "Good \"morning\" \u00e4",  "count": 3, "none": null, "empty": "",
              "@title": { "description": "Shown above." },
              "list": [ "One.", { "deep": "Two {name}." }, true, ],
            }
            """;

        Assert.Equal(["Good \"morning\" ä", "One.", "Two {name}."], RoundTrip.Read("a.json", Json).Texts.Select(text => text.Text));
        Assert.Equal(
            Json.Replace("Good \\\"morning\\\" \\u00e4", "GOOD \\\"MORNING\\\" Ä").Replace("One", "ONE").Replace("Two {name}", "TWO {NAME}"),
            RoundTrip.Loud("a.json", Json));
    }

    [Theory]
    [InlineData("a.json", "{\"a\": ")]
    [InlineData("a.json", "[\"\\ud800\"]")]
    [InlineData("a.po", "nothing")]
    [InlineData("a.srt", "nothing")]
    public void A_file_of_another_kind_is_refused(string name, string content) =>
        Assert.Throws<DocumentException>(() => RoundTrip.Read(name, content));

    [Fact]
    public void JSON_nested_deeper_than_anybody_writes_is_refused() =>
        Assert.Throws<DocumentException>(() => RoundTrip.Read("a.json", new string('[', 100_000)));

    [Fact]
    public void A_catalogue_gets_what_it_lacks_and_keeps_the_rest()
    {
        const string Po =
            """"
            # Translators: see below
            msgid ""
            msgstr ""
            "Project-Id-Version: x\n"
            "Language: \n"
            "Plural-Forms: nplurals=2; plural=(n != 1);\n"

            #: src/a.c:12
            #, c-format
            msgctxt "menu"
            msgid "Open \"%s\"\tnow"
            msgstr ""

            msgid "Done"
            msgstr "Fertig"

            msgid ""
            "First line.\n"
            "Second line.\n"
            msgstr ""

            msgid "One file"
            msgid_plural "%d files"
            msgstr[0] ""
            msgstr[1] ""

            #~ msgid "Old"
            #~ msgstr ""
            """";

        var loud = RoundTrip.Loud("a.po", Po);

        Assert.Equal(["Open \"%s\"\tnow", "First line.\nSecond line.\n", "One file", "%d files"], RoundTrip.Read("a.po", Po).Texts.Select(text => text.Text));
        Assert.Equal(
            Po.Replace("Language: \\n", "Language: de\\n")
                .Replace("now\"\nmsgstr \"\"", "now\"\nmsgstr \"OPEN \\\"%S\\\"\\tNOW\"")
                .Replace("line.\\n\"\nmsgstr \"\"", "line.\\n\"\nmsgstr \"\"\n\"FIRST LINE.\\n\"\n\"SECOND LINE.\\n\"")
                .Replace("msgstr[0] \"\"", "msgstr[0] \"ONE FILE\"").Replace("msgstr[1] \"\"", "msgstr[1] \"%D FILES\""),
            loud);
    }

    [Fact]
    public void Markdown_keeps_its_marks_code_links_and_lines()
    {
        const string Markdown =
            """
            ---
            title: not translated
            ---
            # The *first* heading #

            A paragraph with `code * here` and a [link](http://example.org/a_b "title")
            that goes on and on over two lines, the second about as long.

            - [ ] An item
              that goes on
            1. Another **bold** item

            > A quotation
            > of two lines

            | Name | Meaning |
            |------|:-------:|
            | One  | The first |

            ```csharp
            var x = "not translated";
            ```

                indented code

            <div class="a">
            not touched
            </div>

            [ref]: http://example.org
            ***
            Heading
            =======
            """;

        var document = RoundTrip.Read("a.md", Markdown);

        Assert.Equal(
            [
                "The <g id=\"1\">first</g> heading",
                "A paragraph with <x id=\"1\"/> and a <g id=\"3\">link</g> that goes on and on over two lines, the second about as long.",
                "An item that goes on", "Another <g id=\"1\">bold</g> item", "A quotation of two lines", "Name", "Meaning", "One", "The first", "Heading",
            ],
            document.Texts.Select(text => text.Text));
        Assert.Equal(Markdown, RoundTrip.Unchanged("a.md", Markdown));
    }

    [Theory]
    [InlineData("python*-config and 3 * 4 /* no */ emphasis_here_", "python*-config and 3 * 4 /* no */ emphasis_here_")]
    [InlineData("anaconda[23]-5 and [words] in brackets", "anaconda[23]-5 and [words] in brackets")]
    [InlineData("see [this page] now\n\n[this page]: http://x.org", "see <x id=\"1\"/> now")]
    [InlineData("for x86\\_64 machines", "for x86\\_64 machines")]
    [InlineData("[`code`](http://x.org) is a link", "<x id=\"0\"/> is a link")]
    [InlineData("[![picture words](a.png)](http://x.org) words", "<g id=\"0\"><g id=\"1\">picture words</g></g> words")]
    [InlineData("snake_case_name, __init__ and **_both_**", "snake_case_name, <g id=\"1\">init</g> and <g id=\"5\"><g id=\"6\">both</g></g>")]
    [InlineData("a \\*star\\* and <br> and <http://x.org>", "a <x id=\"1\"/>star<x id=\"3\"/> and <x id=\"5\"/> and <x id=\"7\"/>")]
    public void Marks_of_Markdown_are_told_from_words(string markdown, string text) =>
        Assert.Equal(text, RoundTrip.Read("a.md", markdown).Texts[0].Text);

    [Fact]
    public void A_line_of_Markdown_never_begins_with_what_would_be_a_mark()
    {
        var document = RoundTrip.Read("a.md", "one two\nthree four");

        var written = Encoding.UTF8.GetString(document.Write(["aaaa bbbb - # 1. cccc dddd"], RoundTrip.Languages));

        Assert.DoesNotContain(written.Split('\n'), line => line.StartsWith('-') || line.StartsWith('#') || line.StartsWith("1.", StringComparison.Ordinal));
    }
}
