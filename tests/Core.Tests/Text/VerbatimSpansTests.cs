using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Text;

public sealed class VerbatimSpansTests
{
    [Theory]
    [InlineData("Hello [{0}], you have [{count:N0}] new [{{mails of today}}].")]
    [InlineData("Hello [%s], [%1$s] of [%-5.2f]% and [%(name)s] in [%PRODUCTNAME] or [%1].")]
    [InlineData("50% of 100%d and 5 % discount")]
    [InlineData("Costs $20 in [$HOME], [${user}] and [$(ARG1)].")]
    [InlineData("See [https://example.com/a_(b)?c=d], ([www.example.org]) or [mailto:me@x.org].")]
    [InlineData("Write to [john.doe+spam@mail.example.com]. Or not!")]
    [InlineData("Run [`git commit -m \"a. B\"`] in [/usr/local/bin] or [C:\\temp\\a.txt].")]
    [InlineData("and/or he/she, 3/4, 10:30, U.S.A., e.g. this, semi-final, Mr. X.")]
    [InlineData("Call [foo()], [std::vector] and [my_var] with [--no-color] on [iPhone].")]
    [InlineData("Edit [config.json]. Then [a.tar.gz], version [2.0.1] or [v1.2.3-beta].")]
    [InlineData("1.234.567 Euro, 3.14, 12,5 and 1,000")]
    [InlineData("Call [+49 170 1234567] or [0x1F], [123e4567-e89b-12d3-a456-426614174000].")]
    [InlineData("Order [A-1234] of [COVID-19] in cell [B3], but I 2, [A4]-sized [MP3] and 3D.")]
    [InlineData("Thanks [@alice] for [#win], not a@ or C# or # 1.")]
    [InlineData("请访问[www.example.com]。谢谢{你好}的[{name}]！", "请访问[www.example.com]。谢谢[{你好}]的[{name}]！")]
    public void What_no_translation_may_change_is_found(string marked, string? expected = null)
    {
        var text = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var found = text;
        foreach (var span in VerbatimSpans.Find(text).Reverse())
            found = $"{found[..span.Start]}[{found[span.Start..span.End]}]{found[span.End..]}";

        Assert.Equal(expected ?? marked, found);
    }

    [Fact]
    public void A_text_made_to_be_slow_is_read_in_one_pass()
    {
        foreach (var unit in (string[])["a_", "%", "5%a", "éa(", "{", "`", "a@", "a.", "/a", "::a", "@", "--a", "+1 ", "a://"])
        {
            var text = string.Concat(Enumerable.Repeat(unit, 40_000));
            Assert.All(VerbatimSpans.Find(text), span => Assert.InRange(span.End, span.Start + 2, text.Length));
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(600)]
    [InlineData(2000)]
    [InlineData(50_000)]
    public void An_address_is_whole_however_long_it_is_and_wherever_it_stands(int length)
    {
        var address = $"https://a.org/{string.Concat(Enumerable.Repeat("b/c?d=", length / 6))}e";
        for (var before = 480; before < 1100; before += 31)
        {
            var text = $"{new string(' ', before)}{address}. Then more, and a_b.";

            Assert.Equal([address, "a_b"], VerbatimSpans.Find(text).Select(span => text[span.Start..span.End]));
        }
    }

    [Fact]
    public void Many_addresses_in_a_long_text_are_all_found()
    {
        var text = string.Concat(Enumerable.Repeat("Read www.a.org/b or ask x@y.org about file_name.txt now. ", 500));

        Assert.Equal(1500, VerbatimSpans.Find(text).Count);
    }
}
