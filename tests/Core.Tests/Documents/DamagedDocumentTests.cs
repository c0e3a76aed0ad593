using System.IO.Compression;
using System.Text;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Core.Tests.Documents;

/// <summary>Whatever is done to a file, it is read or refused, and what is read can be written.</summary>
public sealed class DamagedDocumentTests
{
    private const int Damages = 400;

    private static readonly string[] Fragments =
        ["<", ">", "\"", "\\", "`", "*", "[", "](", ")", "|", "\n", "\r\n", "\n\n", "-->", "msgstr", "&amp;", "&#0;", "<!--", "{", "}", "\uFEFF", "🙂", "\u0000", "```", "---", "> ", "#"];

    public static TheoryData<string, string> Samples => new()
    {
        { "a.txt", "One sentence. Another one!\n\nA third, with 42 words?\n" },
        { "a.md", "# One *two*\n\nThree `four` [five](http://x.org \"six\")\nseven.\n\n- eight\n  nine\n\n> ten\n> eleven\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n" },
        { "a.srt", "1\n00:00:01,000 --> 00:00:02,000\nOne <i>two\nthree</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n- Four\n- Five\n" },
        { "a.vtt", "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v Anna>One two</v>\n" },
        { "a.po", "msgid \"\"\nmsgstr \"\"\n\"Language: \\n\"\n\n#, fuzzy\nmsgid \"One\\n\"\n\"two\"\nmsgid_plural \"%d three\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n" },
        { "a.json", "{ \"one\": \"two \\u00e4\", \"three\": [\"four\", 5, null, { \"@six\": {\"a\": \"b\"} }] }" },
        { "a.html", "<!DOCTYPE html><html><head><title>One</title></head><body><p>Two <b>three</b><br>four &amp; five</p><script>six</script></body></html>" },
        { "a.resx", "<root><data name=\"a\"><value>One &amp; two</value><comment>x</comment></data></root>" },
        { "a.xlf", "<xliff version=\"1.2\" xmlns=\"urn:x\"><file><body><trans-unit id=\"1\"><source>One <g id=\"1\">two</g> <bpt id=\"2\">x</bpt>three<ept id=\"2\">y</ept></source></trans-unit></body></file></xliff>" },
        { "a.tmx", "<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"en\"><seg>One <hi>two</hi><ph>x</ph></seg></tuv></tu></body></tmx>" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_damaged_file_is_read_or_refused(string name, string content)
    {
        var random = new Random(name.Length + content.Length);
        var written = 0;
        for (var i = 0; i < Damages; i++)
        {
            var damaged = Damaged(content, random);
            if (TryWrite(name, Encoding.UTF8.GetBytes(damaged), damaged))
                written++;
        }

        Assert.InRange(written, 1, Damages);
    }

    [Theory(Timeout = 20_000)]
    [InlineData(" ", "x")]
    [InlineData("    - ", "x")]
    [InlineData("> ", "x")]
    [InlineData("- - ", "x")]
    [InlineData("|-", "x")]
    [InlineData("# ", " # x")]
    [InlineData("[", "](")]
    [InlineData("![a](", "")]
    [InlineData("`", "a")]
    [InlineData("``a` ", "")]
    [InlineData("<!--", "")]
    [InlineData("*a ", "")]
    [InlineData("a_", "*")]
    [InlineData("| a ", "")]
    [InlineData("\\", "a")]
    public Task A_hostile_line_costs_no_more_than_its_length(string repeated, string end) => Task.Run(
        () =>
        {
            foreach (var length in new[] { 4_000, 200_000 })   // one that is taken, and one that is refused after a look
            {
                var line = string.Concat(Enumerable.Repeat(repeated, length / repeated.Length)) + end;
                TryWrite("a.md", Encoding.UTF8.GetBytes(line), repeated);
                TryWrite("a.md", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n\n", Math.Min(20, 200_000 / length)))), repeated);
            }
        },
        TestContext.Current.CancellationToken);

    [Fact]
    public void A_Word_document_with_damaged_bytes_is_read_or_refused()
    {
        var archive = Word("<w:p><w:r><w:t>One </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>two</w:t></w:r><w:hyperlink><w:r><w:t>three</w:t></w:r></w:hyperlink></w:p>");
        var random = new Random(7);
        for (var i = 0; i < Damages; i++)
        {
            var damaged = archive.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            TryWrite("a.docx", damaged, $"damage {i}");
        }
    }

    [Fact]
    public void Word_paragraphs_of_any_parts_keep_them_all()
    {
        string[] parts =
        [
            "<w:r><w:t>one </w:t></w:r>", "<w:r><w:rPr><w:i/></w:rPr><w:t> two</w:t></w:r>", "<w:r><w:t>three</w:t><w:tab/><w:t>four</w:t></w:r>", "<w:r><w:br/></w:r>",
            "<w:hyperlink w:anchor='a'><w:r><w:t>five</w:t></w:r><w:r><w:tab/></w:r></w:hyperlink>", "<w:bookmarkStart w:id='1'/>", "<w:bookmarkEnd w:id='1'/>", "<w:proofErr/>",
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>", "<w:sdt/>", "<w:ins w:id='2'><w:r><w:t>six</w:t></w:r></w:ins>",
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>seven</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
        ];
        var random = new Random(11);
        for (var i = 0; i < Damages; i++)
        {
            var paragraph = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)]));
            var document = DocumentFormats.Read(DocumentFormats.Of("a.docx")!, Word($"<w:p>{paragraph}</w:p>"), new());

            var written = document.Write([.. document.Texts.Select(text => new Core.Markup.AlignedTranslation(text, []))], RoundTrip.Languages);

            Assert.Equal(Counts(Word($"<w:p>{paragraph}</w:p>")), Counts(written));
        }
    }

    /// <summary>How many there are of each element that is neither a run nor a text nor what only checks spelling, and all words.</summary>
    private static string Counts(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var part = zip.GetEntry("word/document.xml")!.Open();
        var root = System.Xml.Linq.XElement.Load(part);
        var counts = root.Descendants().Select(element => element.Name.LocalName).Where(name => name is not ("r" or "t" or "rPr" or "i" or "proofErr")).CountBy(name => name).OrderBy(count => count.Key);
        var letters = string.Concat(root.Value.Where(char.IsLetter).Order());
        return $"{string.Join(' ', counts)} {letters}";
    }

    private static bool TryWrite(string name, byte[] content, string shown)
    {
        try
        {
            var document = DocumentFormats.Read(DocumentFormats.Of(name)!, content, new());
            document.Write([.. document.Texts.Select(text => new Core.Markup.AlignedTranslation(text, []))], RoundTrip.Languages);
            return true;
        }
        catch (DocumentException)
        {
            return false;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{name}: {shown}", error);
        }
    }

    /// <summary>With a few characters cut out and others put in.</summary>
    private static string Damaged(string content, Random random)
    {
        for (var damage = random.Next(1, 5); damage > 0; damage--)
        {
            var place = random.Next(content.Length + 1);
            content = random.Next(3) switch
            {
                0 => content.Insert(place, Fragments[random.Next(Fragments.Length)]),
                1 => content.Remove(place, random.Next(content.Length - place + 1) / 4),
                _ => content[..place] + content[random.Next(content.Length + 1)..],
            };
        }

        return content;
    }

    private static byte[] Word(string body)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml").Open();
            entry.Write(Encoding.UTF8.GetBytes($"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{body}</w:body></w:document>"));
        }

        return packed.ToArray();
    }
}
