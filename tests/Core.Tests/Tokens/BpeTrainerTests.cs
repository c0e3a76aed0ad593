using System.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public class BpeTrainerTests
{
    private static readonly BpeTrainerOptions Small = new() { VocabularySize = 1500 };

    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        string[] lines = [.. Enumerable.Repeat("low", 5), .. Enumerable.Repeat("lower", 2), .. Enumerable.Repeat("newest", 6)];
        var options = new BpeTrainerOptions { VocabularySize = 100, ByteFallback = false, Normalizer = NormalizationRules.Identity };

        var model = BpeTrainer.Train(lines, options);

        // By hand: "we" 8, then "lo", "ne", "st" …; of equal counts the shorter and then the smaller piece wins.
        Assert.Equal(["we", "lo"], model.Pieces.Where(piece => piece.Type == PieceType.Normal).Take(2).Select(piece => piece.Text));
        Assert.Equal(["\u2581low"], new SentencePieceProcessor(model).EncodePieces("low"));
        Assert.Equal(["\u2581newest"], new SentencePieceProcessor(model).EncodePieces("newest"));
    }

    [Fact]
    public void The_same_lines_in_any_order_give_the_same_file()
    {
        var lines = SentencePieceSample.Sentences;
        var shuffled = (string[])lines.Clone();
        new Random(3).Shuffle(shuffled);

        Assert.Equal(BpeTrainer.Train(lines, Small).ToBytes().ToArray(), BpeTrainer.Train(shuffled, Small).ToBytes().ToArray());
    }

    [Fact]
    public void The_vocabulary_has_the_wanted_size_and_earlier_pieces_score_higher()
    {
        var model = BpeTrainer.Train(SentencePieceSample.Sentences, Small);
        var scores = model.Pieces.Where(piece => piece.Type == PieceType.Normal).Select(piece => piece.Score).ToArray();

        Assert.Equal(Small.VocabularySize, model.Pieces.Count);
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(scores.Length, scores.Distinct().Count());
    }

    [Fact]
    public void Every_line_comes_back_whole_with_byte_fallback()
    {
        var processor = new SentencePieceProcessor(BpeTrainer.Train(
            SentencePieceSample.Sentences, Small with { Normalizer = NormalizationRules.Identity, CharacterCoverage = 0.9 }));

        foreach (var line in SentencePieceSample.Sentences)
            Assert.Equal(line.Trim(' '), processor.DecodePieces(processor.EncodePieces(line)));
    }

    [Fact]
    public void Without_byte_fallback_rare_characters_are_unknown()
    {
        var options = Small with { ByteFallback = false, CharacterCoverage = 0.9 };
        var processor = new SentencePieceProcessor(BpeTrainer.Train(SentencePieceSample.Sentences, options));

        Assert.Contains(processor.UnknownId, processor.EncodeIds("龘"));
    }

    [Fact]
    public void Pieces_stay_within_words_scripts_and_lengths()
    {
        var options = Small with { MaxPieceLength = 5, SplitDigits = true, CharacterCoverage = 0.95, ByteFallback = false };
        var model = BpeTrainer.Train([.. SentencePieceSample.Sentences, "2024 2024 2024 2024"], options);

        foreach (var piece in model.Pieces.Where(piece => piece.Type == PieceType.Normal))
        {
            var runes = piece.Text.EnumerateRunes().ToArray();
            Assert.InRange(runes.Length, 1, 5);
            Assert.True(piece.Text.LastIndexOf('\u2581') <= 0, piece.Text);
            var scripts = runes.Where(rune => rune.Value != '\u2581').Select(Scripts.Of).Where(script => script != Script.Any);
            Assert.True(scripts.Distinct().Count() <= 1, piece.Text);
            Assert.True(runes.Length == 1 || !runes.Any(Rune.IsDigit), piece.Text);
        }
    }

    [Fact]
    public void Given_symbols_have_ids_of_their_kind()
    {
        var model = BpeTrainer.Train(
            SentencePieceSample.Sentences, Small with { ControlSymbols = [">>de<<"], UserDefinedSymbols = ["<sep>"] });
        var processor = new SentencePieceProcessor(model);

        Assert.Equal(PieceType.Control, model.Pieces[processor.IdOf(">>de<<")].Type);
        Assert.Equal(PieceType.UserDefined, model.Pieces[processor.IdOf("<sep>")].Type);
        Assert.Contains("<sep>", processor.EncodePieces("a<sep>b"));
        Assert.DoesNotContain(processor.IdOf(">>de<<"), processor.EncodeIds(">>de<< a"));
    }

    [Fact]
    public void A_vocabulary_without_room_for_the_characters_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => BpeTrainer.Train(SentencePieceSample.Sentences, new BpeTrainerOptions { VocabularySize = 300 }));

        Assert.Contains("VocabularySize 300", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Symbols_given_twice_are_refused()
    {
        var options = Small with { ControlSymbols = ["<s>"] };

        var error = Assert.Throws<ArgumentException>(() => BpeTrainer.Train(SentencePieceSample.Sentences, options));

        Assert.Contains("<s>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_without_text_are_refused() =>
        Assert.Throws<ArgumentException>(() => BpeTrainer.Train(["", "  "], Small));
}
