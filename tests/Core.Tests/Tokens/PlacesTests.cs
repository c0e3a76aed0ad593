using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>Where pieces stand in the text that they were made of, and ids in the text that they make.</summary>
public sealed class PlacesTests
{
    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Plain_pieces_stand_where_they_are_read(string name)
    {
        const string Text = "  The quick  brown fox, jumps over 13 lazy dogs. ";
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath(name)));

        var pieces = processor.EncodePieces(Text);
        var places = processor.Places(Text);

        Assert.Equal(pieces.Count, places.Count);
        foreach (var (piece, place) in pieces.Zip(places).Where(pair => !pair.First.StartsWith("<0x", StringComparison.Ordinal)))
            Assert.Equal(piece.Replace("\u2581", "", StringComparison.Ordinal), piece == "\u2581" ? "" : Text[place.Start..place.End].Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Of_any_text_places_go_forward_and_stay_inside(string name)
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath(name)));
        foreach (var line in OddText.Lines(300, seed: 4))
        {
            var places = processor.Places(line);

            Assert.Equal(processor.EncodePieces(line).Count, places.Count);
            Assert.All(places, place => Assert.InRange(place.Start, 0, place.End));
            Assert.All(places, place => Assert.InRange(place.End, 0, line.Length));
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First.Start <= pair.Second.End));
        }
    }

    [Fact]
    public void A_character_that_becomes_several_is_the_place_of_each_of_its_pieces()
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath("bpe")));
        const string Text = "wait… ﬁne";   // nmt_nfkc writes three dots, and two letters

        var pieces = processor.EncodePieces(Text);
        var places = processor.Places(Text);

        Assert.All(pieces.Zip(places).Where(pair => pair.First.Trim('\u2581') is "." or ".." or "..."), pair => Assert.Equal("…", Text[pair.Second.Start..pair.Second.End]));
        Assert.Contains("ﬁ", Text[places[^1].Start..places[^1].End] + Text[places[^2].Start..places[^2].End], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void The_places_of_decoded_ids_lie_side_by_side_over_the_whole_text(string name)
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath(name));
        var tokenizer = new Tokenizer(model, model, Vocabulary.From(model));
        foreach (var line in OddText.Lines(100, seed: 5).Append("The quick fox."))
        {
            var ids = tokenizer.EncodeTarget(line);

            var text = tokenizer.Decode(ids, out var places);

            Assert.Equal(tokenizer.Decode(ids), text);
            Assert.Equal(ids.Length, places.Count);
            Assert.True(places[^1].IsEmpty, "the end of sentence has no characters");
            var place = 0;
            foreach (var range in places)
            {
                Assert.InRange(range.Start, 0, place);   // bytes of one character end with all of them
                Assert.True(range.End >= place);
                place = range.End;
            }

            Assert.Equal(text.Length, place);
        }
    }

    [Fact]
    public void The_tag_and_the_end_of_a_source_have_no_characters()
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath("bpe"));
        var tokenizer = new Tokenizer(model, model, Vocabulary.From(model));

        var ids = tokenizer.EncodeSource("The fox", "de");
        var places = tokenizer.SourcePlaces("The fox", ids);

        Assert.Equal(ids.Length, places.Count);
        Assert.True(places[0].IsEmpty && places[^1].IsEmpty);
        Assert.Equal(0, places[1].Start);
        Assert.Equal("The fox".Length, places[^2].End);
    }
}
