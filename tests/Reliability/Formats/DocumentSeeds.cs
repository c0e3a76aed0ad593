namespace Seq2SeqService.Reliability.Formats;

/// <summary>Sound documents, and what means something in their formats.</summary>
internal static class DocumentSeeds
{
    private static readonly string[] XmlSpecial =
    [
        "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?x y?>", "&amp;", "&#0;", "&#x10FFFF;", "&e;", "<!DOCTYPE x [<!ENTITY e \"f\">]>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">", " xmlns=\"urn:y\"", " xmlns:z=\"urn:z\"", "z:",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<?xml version=\"1.0\" encoding=\"utf-7\"?>", "<?xml version=\"1.1\"?>", " xml:space=\"preserve\"", " translate=\"no\"",
    ];

    private static readonly string[] HtmlSpecial =
        ["<", ">", "</", "<!--", "-->", "<b>", "</b>", "<p>", "</p>", "<table>", "<td>", "<script>", "</script>", "<title>", "<svg>", "<template>", "<plaintext>", "<select>", "&amp;", "&#0;", "&copy", "<!DOCTYPE html>", " translate=\"no\"", "<meta charset=\"x\">", "<br>", "<a href=\"b\">"];

    private static readonly string[] LineSpecial = ["\n", "\r\n", "\r", "\n\n", "-->", "00:00:01,000", "<i>", "</i>", "WEBVTT", "NOTE", "STYLE", "1", "- ", "{\\an8}", "&nbsp;"];

    private static readonly string[] MarkdownSpecial =
        ["#", "*", "**", "_", "`", "```", "~~~", "[", "](", ")", "![", "|", "|---|", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "---", "===", "<b>", "<!--", "-->", "\\", "&amp;", "[a]: ", "<http://x>", "[^1]", "$$"];

    private static readonly string[] PoSpecial = ["msgid ", "msgid_plural ", "msgstr ", "msgstr[0] ", "msgstr[1] ", "msgctxt ", "#, fuzzy", "#~ ", "#| ", "#: ", "\"", "\\\"", "\\n", "\\", "\n", "%d", "\\x41", "\\777"];

    private static readonly string[] JsonSpecial = ["{", "}", "[", "]", "\"", ":", ",", "\\u0000", "\\ud800", "\\ud83d\\ude42", "null", "1e999", "@a", "\\", "//", "/*", "{0}", "<b>"];

    public static readonly string[] WordSpecial =
    [
        .. XmlSpecial, "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:t xml:space=\"preserve\"> x </w:t>", "<w:tab/>", "<w:br/>", "<w:hyperlink>", "</w:hyperlink>", "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>", "<w:instrText>PAGE</w:instrText>", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:sdt>", "</w:sdt>", "<w:sdtContent>", "<w:rPr><w:b/></w:rPr>", "<w:drawing/>", "<w:footnoteReference w:id=\"1\"/>",
    ];

    public static IReadOnlyList<string> Word { get; } =
    [
        Part("<w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>One </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>two</w:t></w:r><w:hyperlink w:anchor='a'><w:r><w:t>three</w:t></w:r></w:hyperlink></w:p>"),
        Part("<w:tbl><w:tr><w:tc><w:p><w:r><w:t xml:space='preserve'> Four </w:t><w:tab/><w:t>five</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>six</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"),
    ];

    /// <summary>Formats that are text: the ending, sound files, what is special.</summary>
    public static IEnumerable<(string Name, string[] Samples, string[] Special)> Texts =>
    [
        ("txt", ["One sentence. Another one!\n\nA third, with 42 words?\n", "\uFEFFOne\r\n\r\nTwo\r\n"], LineSpecial),
        ("md", ["# One *two*\n\nThree `four` [five](http://x.org \"six\")\nseven.\n\n- eight\n  nine\n\n> ten\n> eleven\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n", "One\n===\n\n1. Two **three _four_**\n\n![five](six)\n\n<b>seven</b>\n"], MarkdownSpecial),
        ("srt", ["1\n00:00:01,000 --> 00:00:02,000\nOne <i>two\nthree</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n- Four\n- Five\n"], LineSpecial),
        ("vtt", ["WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v Anna>One two</v>\n"], LineSpecial),
        ("po", ["msgid \"\"\nmsgstr \"\"\n\"Language: \\n\"\n\n#, fuzzy\nmsgctxt \"x\"\nmsgid \"One\\n\"\n\"two\"\nmsgid_plural \"%d three\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n"], PoSpecial),
        ("json", ["{ \"one\": \"two \\u00e4\", \"three\": [\"four\", 5, null, { \"@six\": {\"a\": \"b\"} }] }"], JsonSpecial),
        ("html", ["<!DOCTYPE html><html lang=en><head><title>One</title></head><body><p>Two <b>three</b><br>four &amp; five</p><script>six</script><ul><li>seven<li>eight</ul></body></html>"], HtmlSpecial),
        ("resx", ["<root><data name=\"a\"><value>One &amp; two</value><comment>x</comment></data><data name=\"b\" type=\"c\"><value>d</value></data></root>"], [.. XmlSpecial, "<data>", "</data>", "<value>", "</value>"]),
        ("xlf", Xliff, [.. XmlSpecial, "<g id=\"1\">", "</g>", "<x id=\"2\"/>", "<bpt id=\"3\">", "</bpt>", "<ept id=\"3\">", "</ept>", "<sc id=\"4\"/>", "<ec startRef=\"4\"/>", "<pc id=\"5\">", "</pc>", "<target>", "</target>", "<mrk>", "</mrk>"]),
        ("tmx", ["<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"en\"><seg>One <hi>two</hi><ph>x</ph><bpt i=\"1\">a</bpt>three<ept i=\"1\">b</ept></seg></tuv></tu></body></tmx>"], [.. XmlSpecial, "<tu>", "</tu>", "<seg>", "</seg>", "<tuv>", "</tuv>", "<hi>", "</hi>", "<bpt i=\"1\">", "</bpt>", "<ept i=\"1\"/>"]),
    ];

    private static string[] Xliff =>
    [
        "<xliff version=\"1.2\" xmlns=\"urn:x\"><file><body><trans-unit id=\"1\"><source>One <g id=\"1\">two</g> <bpt id=\"2\">x</bpt>three<ept id=\"2\">y</ept></source><target state=\"new\"/></trans-unit></body></file></xliff>",
        "<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"en\"><file id=\"f\"><unit id=\"1\"><segment><source>One <pc id=\"1\">two</pc> <sc id=\"2\"/>three<ec startRef=\"2\"/> <ph id=\"3\"/></source></segment></unit></file></xliff>",
    ];

    private static string Part(string body) => $"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{body}</w:body></w:document>";
}
