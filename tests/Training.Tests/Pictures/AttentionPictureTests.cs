using System.Xml.Linq;
using Seq2SeqService.Training.Pictures;

namespace Seq2SeqService.Training.Tests.Pictures;

public sealed class AttentionPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_visible_weight_is_a_square_as_dark_as_the_weight()
    {
        var picture = XElement.Parse(new AttentionPicture(["▁ein", "▁Haus"], ["▁a", "▁house"], [[0.75f, 0.25f], [0.001f, 0.999f]]).Draw());

        var opacities = picture.Elements(Svg + "rect").Select(square => square.Attribute("opacity")!.Value);
        Assert.Equal(["0.75", "0.25", "1"], opacities);
    }

    [Fact]
    public void Squares_stand_in_the_row_of_the_target_and_the_column_of_the_source()
    {
        var picture = XElement.Parse(new AttentionPicture(["a", "b"], ["c", "d"], [[1, 0], [0, 1]]).Draw());

        var squares = picture.Elements(Svg + "rect").Select(square => ((int)square.Attribute("x")!, (int)square.Attribute("y")!)).ToList();
        Assert.Equal(2, squares.Count);
        Assert.True(squares[0].Item1 < squares[1].Item1 && squares[0].Item2 < squares[1].Item2);
    }

    [Fact]
    public void Pieces_are_shown_as_text_whatever_they_hold()
    {
        var picture = XElement.Parse(new AttentionPicture(["<b>&", "狗"], ["\"x'"], [[0.5f, 0.5f]]).Draw());

        Assert.Equal(["<b>&", "狗", "\"x'"], picture.Elements(Svg + "text").Select(text => text.Value));
    }

    /// <summary>A letter of a sans-serif font of twelve pixels is at most about eight pixels wide on average, a Chinese one twelve.</summary>
    [Theory]
    [InlineData(">>de<<", 48)]
    [InlineData("春风得意", 48)]
    [InlineData("▁😀", 24)]
    public void Labels_have_room_for_wide_letters(string piece, int least)
    {
        var picture = XElement.Parse(new AttentionPicture([piece], [piece], [[1]]).Draw());

        var square = Assert.Single(picture.Elements(Svg + "rect"));
        Assert.InRange((int)square.Attribute("x")!, least, 2 * least);
        Assert.InRange((int)square.Attribute("y")!, least, 2 * least);
    }

    [Fact]
    public void Weights_of_another_size_than_the_pieces_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AttentionPicture(["a"], ["b"], [[0.5f, 0.5f]]).Draw());
        Assert.Throws<ArgumentException>(() => new AttentionPicture(["a"], ["b"], []).Draw());
    }
}
