using System.IO.Compression;
using System.Text;
using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Tests.Documents;

/// <summary>What is nested deeper than the stack goes. A reader that goes down with it ends the process, and so the test.</summary>
public sealed class DeepNestingTests
{
    private const int Many = 100_000;

    public static TheoryData<string, string> Nests => new()
    {
        { "a.xlf", Xliff($"{Opened("<g id='1'>")}one{Opened("</g>")}", "1.2") },
        { "a.xlf", Xliff($"{Opened("<pc id='1'>")}one{Opened("</pc>")}", "2.0") },
        { "a.xlf", Xliff($"{Numbered("<sc id='{0}'/>", 0)}one{Numbered("<ec startRef='{0}'/>", Many)}", "2.0") },
        { "a.xlf", Xliff(MixedNest, "2.0") },
        { "a.xlf", Opened("<xliff>") },
        { "a.tmx", $"<tmx><body><tu><tuv><seg>{Opened("<hi>")}one{Opened("</hi>")}</seg></tuv></tu></body></tmx>" },
        { "a.resx", $"<root><data name='a'><value>{Opened("<a>")}one{Opened("</a>")}</value></data></root>" },
        { "a.docx", $"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{Opened("<w:ins>")}one{Opened("</w:ins>")}</w:document>" },
        { "a.docx", $"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{Opened("<w:p>")}one{Opened("</w:p>")}</w:document>" },
        { "a.html", $"{Opened("<div>")}one{Opened("</div>")}" },
        { "a.html", $"<p>{Opened("<b>")}one{Opened("</b>")}" },
        { "a.html", $"<svg>{Opened("<g>")}one{Opened("</g>")}</svg>" },
        { "a.json", $"{Opened("[")}\"one\"{Opened("]")}" },
        { "a.md", $"one {Opened("[")}two{Opened("]")}" },
        { "a.md", $"one {Opened("<b>")}two{Opened("</b>")}" },
        { "a.srt", $"1\n00:00:01,000 --> 00:00:02,000\nOne {Opened("<i>")}two{Opened("</i>")}\n" },
    };

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Nests))]
    public Task A_nest_of_a_hundred_thousand_is_refused(string name, string text) => Task.Run(
        () =>
        {
            var content = name == "a.docx" ? Packed(text) : Encoding.UTF8.GetBytes(text);

            var read = Record.Exception(() => DocumentFormats.Read(DocumentFormats.Of(name)!, content, new()));

            Assert.IsType<DocumentException>(read);
        },
        TestContext.Current.CancellationToken);

    [Theory(Timeout = 120_000)]
    [InlineData(MarkupKind.Html)]
    [InlineData(MarkupKind.Xml)]
    public Task A_nest_of_tags_is_refused(MarkupKind kind) => Task.Run(
        () => Assert.Throws<MarkupException>(() => MarkupDocument.Parse($"{Opened("<i>")}one{Opened("</i>")}", new() { Kind = kind })),
        TestContext.Current.CancellationToken);

    /// <summary>Pairs inside elements inside pairs: each list of codes is short, and all of them are deep.</summary>
    private static string MixedNest => string.Concat(Enumerable.Range(0, 150).Select(_ => $"{Numbered("<sc id='{0}'/>", 0, 400)}<pc id='1'>")) + "one"
        + string.Concat(Enumerable.Range(0, 150).Select(_ => $"</pc>{Numbered("<ec startRef='{0}'/>", 400, 400)}"));

    private static string Opened(string part) => string.Concat(Enumerable.Repeat(part, Many));

    /// <summary>The part with the numbers from 0, or down from a number to 0.</summary>
    private static string Numbered(string part, int down, int count = Many) =>
        string.Concat(Enumerable.Range(0, count).Select(number => part.Replace("{0}", $"{(down > 0 ? down - 1 - number : number)}", StringComparison.Ordinal)));

    private static string Xliff(string source, string version) => version == "1.2"
        ? $"<xliff version='1.2'><file><body><trans-unit id='1'><source>{source}</source></trans-unit></body></file></xliff>"
        : $"<xliff version='2.0'><file id='f'><unit id='1'><segment><source>{source}</source></segment></unit></file></xliff>";

    private static byte[] Packed(string document)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml").Open();
            entry.Write(Encoding.UTF8.GetBytes(document));
        }

        return packed.ToArray();
    }
}
