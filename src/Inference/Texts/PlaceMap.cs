using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Texts;

/// <summary>Finds places of one text in another that differs by a shift and by what was replaced.</summary>
/// <param name="Shift">What the first text begins behind.</param>
/// <param name="Replaced">Stretches of the one text and what they are in the other, in order.</param>
internal sealed record PlaceMap(int Shift, IReadOnlyList<(TextRange From, TextRange To)> Replaced)
{
    /// <summary>The same stretch in the other text; one that begins or ends within something replaced takes the whole of it.</summary>
    public TextRange Map(TextRange range) => new(Map(range.Start, isEnd: false), Map(range.End, isEnd: true));

    /// <summary>The same where the other text goes on behind something else.</summary>
    public PlaceMap Behind(int length) =>
        new(Shift + length, [.. Replaced.Select(pair => (pair.From, pair.To.Shift(length)))]);

    private int Map(int place, bool isEnd)
    {
        var shift = Shift;
        foreach (var (from, to) in Replaced)
        {
            if (place <= from.Start)
                break;
            if (place < from.End)
                return isEnd ? to.End : to.Start;

            shift = to.End - from.End;
        }

        return place + shift;
    }
}
