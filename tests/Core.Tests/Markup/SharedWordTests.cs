using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Core.Tests.Markup;

/// <summary>Two elements that find their words at the same place of a translation.</summary>
public sealed class SharedWordTests
{
    [Fact]
    public void Who_wants_a_word_of_which_another_has_a_part_shares_it_and_no_tag_is_lost()
    {
        var document = MarkupDocument.Parse("H<i>2</i>O <b>H2O</b>", new() { Kind = MarkupKind.Html });

        var joined = document.Join([new("H2O", [new(new(0, 3), new(0, 3))])]);

        Assert.Equal("<b>H2O</b><i></i>", joined);
    }
}
