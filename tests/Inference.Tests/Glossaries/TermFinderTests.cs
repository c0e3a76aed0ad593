using Seq2SeqService.Inference.Glossaries;
using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Glossaries;

public sealed class TermFinderTests
{
    private readonly TermFinder _finder = new(
    [
        new("station", "Bahnhof"), new("railway station", "Hauptbahnhof"), new("Acme", "Acme"), new("C++", "C plus plus"), new("车站", "station"), new("Tom's", "Toms"),
        new("राम", "Ram"), new("कम", "less"), new("cafe", "Café"),
    ]);

    [Theory]
    [InlineData("The [station] is near my [station].", "Bahnhof Bahnhof")]
    [InlineData("[Station] 5, Station 6, STATION", "Bahnhof")]
    [InlineData("The [railway station] is no [station].", "Hauptbahnhof Bahnhof")]
    [InlineData("Stations, substation, stationary: no [station]!", "Bahnhof")]
    [InlineData("我在[车站]等你", "station")]
    [InlineData("I like [C++] and C.", "C plus plus")]
    [InlineData("It is [Tom's].", "Toms")]
    [InlineData("Acme and acme", "")]
    [InlineData("विराम, [राम] और कमी", "Ram")]
    [InlineData("A cafe\u0301 is no [cafe].", "Café")]
    public void Terms_are_found_as_whole_words_in_their_form(string marked, string outputs)
    {
        var sentence = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var terms = _finder.Terms(sentence, []);

        var found = sentence;
        foreach (var term in terms.Reverse())
            found = $"{found[..term.Span.Start]}[{found[term.Span.Start..term.Span.End]}]{found[term.Span.End..]}";

        Assert.Equal(marked, found);
        Assert.Equal(outputs, string.Join(' ', terms.Select(term => term.Output)));
    }

    [Fact]
    public void What_is_its_own_translation_is_kept_and_no_term()
    {
        Assert.Equal((3, 7), _finder.Kept("Of Acme, not acme").Select(span => (span.Start, span.End)).Single());
        Assert.Empty(_finder.Terms("a station", [new Kept(new(0, 9), "a station")]));
    }

    [Theory]
    [InlineData("Der Bahnhof und des Bahnhofs Uhr", 0)]
    [InlineData("Der Bahnhof", 1)]
    [InlineData("bahnhof, Bahnhöfe", 1)]
    [InlineData("Ostbahnhof, Bahnhofsuhr", 2)]
    [InlineData("", 2)]
    public void A_term_is_in_the_output_as_often_as_in_the_source_or_it_is_lost(string output, int lost)
    {
        var terms = _finder.Terms("The station, my station", []);

        Assert.Equal(lost, TermFinder.Lost(terms, output).Count());
    }
}
