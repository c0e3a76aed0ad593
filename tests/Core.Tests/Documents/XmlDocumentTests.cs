using System.Text;
using System.Xml.Linq;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Core.Tests.Documents;

public sealed class XmlDocumentTests
{
    [Fact]
    public void Resources_have_their_strings_translated_and_nothing_else()
    {
        const string Resx =
            """
            <?xml version="1.0" encoding="utf-8"?>
            <root>
              <resheader name="version"><value>2.0</value></resheader>
              <data name="Hello" xml:space="preserve">
                <value>Hello &amp; goodbye, {0}</value>
                <comment>A greeting</comment>
              </data>
              <data name="Icon" type="System.Resources.ResXFileRef"><value>icon.png</value></data>
              <data name="&gt;&gt;button.Name"><value>button</value></data>
            </root>
            """;

        Assert.Equal(["Hello & goodbye, {0}"], RoundTrip.Read("a.resx", Resx).Texts.Select(text => text.Text));
        Assert.Equal(Resx.Replace("Hello &amp; goodbye", "HELLO &amp; GOODBYE"), RoundTrip.Loud("a.resx", Resx));
    }

    [Fact]
    public void Xliff_1_gets_targets_with_the_inline_elements_of_the_sources()
    {
        const string Xliff =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
              <file source-language="en" datatype="plaintext" original="a.c">
                <body>
                  <trans-unit id="1">
                    <source>Click <g id="1">here</g> or press <x id="2"/> now.</source>
                    <note>about it</note>
                  </trans-unit>
                  <trans-unit id="2"><source>Done</source><target state="final">Fertig</target></trans-unit>
                  <trans-unit id="3" translate="no"><source>Keep</source></trans-unit>
                  <trans-unit id="4"><source>A <bpt id="1">&lt;b&gt;</bpt>bold<ept id="1">&lt;/b&gt;</ept> word</source><target state="new"></target></trans-unit>
                </body>
              </file>
            </xliff>
            """;

        var document = RoundTrip.Read("a.xlf", Xliff);
        Assert.Equal(
            ["Click <g id=\"0\">here</g> or press <x id=\"1\" /> now.", "A <g id=\"0\">bold</g> word"], document.Texts.Select(text => text.Text));

        var written = XDocument.Parse(Encoding.UTF8.GetString(RoundTrip.Loud(document)));
        var names = written.Root!.Name.Namespace;
        Assert.Equal("de", written.Root.Element(names + "file")!.Attribute("target-language")!.Value);
        Assert.Equal(
            [
                """<target state="translated">CLICK <g id="1">HERE</g> OR PRESS <x id="2" /> NOW.</target>""",
                """<target state="final">Fertig</target>""",
                """<target state="translated">A <bpt id="1">&lt;b&gt;</bpt>BOLD<ept id="1">&lt;/b&gt;</ept> WORD</target>""",
            ],
            written.Descendants(names + "target").Select(target => target.ToString(SaveOptions.DisableFormatting).Replace($" xmlns=\"{names}\"", "")));
        Assert.Null(written.Descendants(names + "trans-unit").Single(unit => unit.Attribute("id")!.Value == "3").Element(names + "target"));

        // Without the targets it is the file as it was.
        written.Descendants(names + "target").Remove();
        written.Root.Element(names + "file")!.SetAttributeValue("target-language", null);
        var original = XDocument.Parse(Xliff);
        original.Descendants(names + "target").Remove();
        Assert.True(XNode.DeepEquals(original.Root, written.Root));
    }

    [Fact]
    public void Xliff_2_gets_targets_in_its_segments()
    {
        const string Xliff =
            """
            <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en">
             <file id="f1">
              <unit id="u1"><segment id="s1"><source>Hello <pc id="1">big <sc id="2"/>world<ec startRef="2"/></pc><ph id="3"/></source></segment></unit>
              <unit id="u2" translate="no"><segment><source>Keep</source></segment></unit>
             </file>
            </xliff>
            """;

        var written = RoundTrip.Loud("a.xliff", Xliff);

        Assert.Equal(
            Xliff.Replace("srcLang=\"en\"", "srcLang=\"en\" trgLang=\"de\"").Replace("<segment id=\"s1\">", "<segment id=\"s1\" state=\"translated\">")
                .Replace("</source></segment></unit>\n  <unit id=\"u2\"", "</source><target>HELLO <pc id=\"1\">BIG <sc id=\"2\"/>WORLD<ec startRef=\"2\"/></pc><ph id=\"3\"/></target></segment></unit>\n  <unit id=\"u2\"")
                .Replace("/>", " />"),
            written);
    }

    [Fact]
    public void A_translation_memory_gets_the_variants_it_lacks()
    {
        const string Tmx =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE tmx SYSTEM "tmx14.dtd">
            <tmx version="1.4">
              <header srclang="en" datatype="plaintext"/>
              <body>
                <tu tuid="1">
                  <tuv xml:lang="en"><seg>Good <bpt i="1">&lt;i&gt;</bpt>morning<ept i="1">&lt;/i&gt;</ept></seg></tuv>
                </tu>
                <tu tuid="2"><tuv xml:lang="en"><seg>Yes</seg></tuv><tuv xml:lang="de"><seg>Ja</seg></tuv></tu>
              </body>
            </tmx>
            """;

        var written = RoundTrip.Loud("a.tmx", Tmx);

        Assert.Contains("<!DOCTYPE tmx SYSTEM \"tmx14.dtd\"", written, StringComparison.Ordinal);
        Assert.Contains("""<tuv xml:lang="de"><seg>GOOD <bpt i="1">&lt;i&gt;</bpt>MORNING<ept i="1">&lt;/i&gt;</ept></seg></tuv>""", written, StringComparison.Ordinal);
        Assert.Equal(1, written.Split("<seg>Yes").Length - 1);
        Assert.DoesNotContain("YES", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Entities_that_grow_are_refused()
    {
        const string Bomb =
            """
            <!DOCTYPE root [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
            <root><data name="x"><value>&d;</value></data></root>
            """;

        Assert.Throws<DocumentException>(() => RoundTrip.Read("a.resx", Bomb));
    }

    [Fact]
    public void No_file_of_this_machine_is_read_for_an_entity()
    {
        const string Spy = """<!DOCTYPE root [<!ENTITY a SYSTEM "file:///etc/hostname">]><root><data name="x"><value>Hello &a;</value></data></root>""";

        // Refused, or read without the file: never with it.
        var error = Record.Exception(() => Assert.All(RoundTrip.Read("a.resx", Spy).Texts, text => Assert.Equal("Hello ", text.Text)));
        Assert.True(error is null or DocumentException, $"{error}");
    }

    [Fact]
    public void Endless_nesting_is_refused() =>
        Assert.Throws<DocumentException>(() => RoundTrip.Read("a.resx", string.Concat(Enumerable.Repeat("<root>", 100_000))));

    [Theory]
    [InlineData("a.resx", "<tmx/>")]
    [InlineData("a.xlf", "no markup")]
    [InlineData("a.tmx", "<tmx>")]
    public void A_file_of_another_kind_is_refused(string name, string content) =>
        Assert.Throws<DocumentException>(() => RoundTrip.Read(name, content));
}
