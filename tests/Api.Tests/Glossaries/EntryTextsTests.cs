using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Tests.Glossaries;

public sealed class EntryTextsTests
{
    private static readonly LanguagePair Languages = new("en", "de");

    [Fact]
    public void Lines_with_a_tab_are_entries_whatever_ends_them() =>
        Assert.Equal<GlossaryTerm>([new("a", "b"), new("c d", "e"), new("f", "g")], EntryTexts.ReadTsv("a\tb\r\nc d\te\n\nf\tg\r"));

    [Fact]
    public void Values_with_commas_are_entries_quoted_or_not() =>
        Assert.Equal<GlossaryTerm>(
            [new("a", "b"), new("c, d", "say \"e\""), new("f", "g"), new("h", "i")],
            EntryTexts.ReadCsv("a,b\r\n\"c, d\",\"say \"\"e\"\"\"\n\nf,g,EN,de\rh,i", Languages));

    [Theory]
    [InlineData("", "at least one entry")]
    [InlineData("\n\n", "at least one entry")]
    [InlineData("a\tb\nc", "line 2: must be a source and a target with one tab")]
    [InlineData("a\tb\tc", "line 1: must be a source and a target with one tab")]
    [InlineData("a\tb\n\na\tc", "line 3: the source 'a' stands in line 1 already")]
    [InlineData("a\t", "line 1: the target ''")]
    [InlineData("a\u0007\tb", "line 1: the source")]
    public void A_faulty_line_of_tabs_is_named(string text, string said) => AssertRefused(said, () => EntryTexts.ReadTsv(text));

    [Theory]
    [InlineData("a,b\nc", "line 2: must be a source and a target with a comma")]
    [InlineData("a,b,c", "line 1: must be a source and a target with a comma")]
    [InlineData("a,b,de,en", "line 1: must be in en and de")]
    [InlineData("a,b\n\"c,d", "line 2: a quotation mark is not closed")]
    [InlineData("\"a\"b,c", "line 1: a quotation mark inside a value must be written twice")]
    [InlineData("x,y\n\"a\nb\",c\nd,e", "line 2: the source")]
    [InlineData("a,\"b\"\nc,d\na,e", "line 3: the source 'a' stands in line 1 already")]
    [InlineData("a,", "line 1: the target ''")]
    public void A_faulty_line_of_commas_is_named(string text, string said) => AssertRefused(said, () => EntryTexts.ReadCsv(text, Languages));

    private static void AssertRefused(string said, Func<object> read)
    {
        var refused = Assert.Throws<RequestRefusedException>(read);

        Assert.Equal(ProblemKind.InvalidRequest, refused.Kind);
        Assert.Contains(said, Assert.Single(refused.Faults.ByField["entries"]), StringComparison.Ordinal);
    }
}
