using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Markup;

public sealed class WordEdgesTests
{
    [Fact]
    public void Edges_are_those_that_a_look_at_every_word_finds()
    {
        var random = new Random(1);
        for (var turn = 0; turn < 500; turn++)
        {
            var within = new TextRange(10, 60);
            List<(TextRange Source, TextRange Target)> pairs = [.. Enumerable.Range(0, random.Next(8)).Select(i => (Range(random.Next(12)), Range(10 + (6 * i))))];
            var edges = new WordEdges(pairs, within);

            for (var place = 0; place < 18; place++)
            {
                Assert.Equal(EndBefore(pairs, place, within), edges.EndBefore(place));
                Assert.Equal(StartBehind(pairs, place, within), edges.StartBehind(place));
            }
        }

        TextRange Range(int start) => new(start, start + random.Next(1, 5));
    }

    private static int EndBefore(List<(TextRange Source, TextRange Target)> pairs, int place, TextRange within)
    {
        var (nearest, end) = (-1, within.Start);
        foreach (var (source, target) in pairs.Where(pair => pair.Source.End <= place && pair.Source.End >= nearest))
            (nearest, end) = (source.End, target.End);

        return end;
    }

    private static int StartBehind(List<(TextRange Source, TextRange Target)> pairs, int place, TextRange within)
    {
        var (nearest, start) = (int.MaxValue, within.End);
        foreach (var (source, target) in pairs.Where(pair => pair.Source.Start >= place && pair.Source.Start < nearest))
            (nearest, start) = (source.Start, target.Start);

        return start;
    }
}
