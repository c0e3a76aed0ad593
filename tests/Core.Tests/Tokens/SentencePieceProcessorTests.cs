using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public class SentencePieceProcessorTests
{
    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        var processor = Load("bpe-bytes");

        Assert.Equal(processor.EncodePieces("a\uFFFDb \uFFFD"), processor.EncodePieces("a\uD83Db \uDE00"));
        Assert.Equal("a\uFFFDb \uFFFD", processor.DecodePieces(processor.EncodePieces("a\uD83Db \uDE00")));
    }

    [Fact]
    public void With_byte_fallback_no_character_is_lost()
    {
        var processor = Load("unigram-bytes");
        foreach (var line in OddText.Lines(300, seed: 9).Where(line => !line.Contains('\u2581')))
        {
            var tidy = string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

            Assert.Equal(tidy, processor.DecodePieces(processor.EncodePieces(line)));
        }
    }

    [Fact]
    public void Text_cannot_write_control_pieces()
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath("unigram"));
        var processor = new SentencePieceProcessor(model);

        var types = processor.EncodeIds(">>de<< </s> <s> <unk> <0x41>").Select(id => model.Pieces[id].Type);

        Assert.DoesNotContain(PieceType.Control, types);
        Assert.DoesNotContain(PieceType.Byte, types);
    }

    [Fact]
    public void User_defined_symbols_stay_whole_and_as_they_are()
    {
        var pieces = Load("bpe").EncodePieces("x<sep>y http://日本語");

        Assert.Contains("<sep>", pieces);
        Assert.Contains("http://", pieces);
        Assert.Contains("日本", pieces);
    }

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Nothing_becomes_nothing(string name)
    {
        var processor = Load(name);

        Assert.Empty(processor.EncodePieces(""));
        Assert.Empty(processor.EncodePieces("  \u0020 "));
        Assert.Equal("", processor.DecodePieces([]));
    }

    [Fact]
    public void Scanning_a_word_merges_what_the_agenda_merges()
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath("bpe-bytes"));
        var vocabulary = new BpeVocabulary(model.Pieces);
        var (scan, agenda) = (new ScanMerger(vocabulary), new AgendaMerger(vocabulary));
        foreach (var word in SentencePieceSample.Sentences.Concat(OddText.Lines(300, seed: 4)).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var symbols = Symbols(word, vocabulary);
            var (scanned, queued) = (new List<EncodedPiece>(), new List<EncodedPiece>());

            scan.Merge([.. symbols], scanned);
            agenda.Merge([.. symbols], queued);

            Assert.Equal(queued, scanned);
        }
    }

    [Fact]
    public void A_hundred_thousand_characters_without_a_space_are_one_word_like_any_other()
    {
        var word = string.Concat(Enumerable.Repeat("日本語のテキストabc", 8000));
        foreach (var name in new[] { "bpe-bytes", "unigram-bytes" })
        {
            var processor = Load(name);

            Assert.Equal(word, processor.DecodePieces(processor.EncodePieces(word)));
        }
    }

    [Fact]
    public void Many_threads_may_encode_at_once()
    {
        var processor = Load("unigram");
        var expected = SentencePieceSample.Sentences.Select(processor.EncodePieces).ToArray();

        Parallel.For(0, 2000, i =>
        {
            var line = i % expected.Length;
            Assert.Equal(expected[line], processor.EncodePieces(SentencePieceSample.Sentences[line]));
        });
    }

    private static SentencePieceProcessor Load(string name) => new(SentencePieceModel.Load(SentencePieceSample.ModelPath(name)));

    private static BpeSymbol[] Symbols(string word, BpeVocabulary vocabulary)
    {
        var symbols = new List<BpeSymbol>();
        var start = 0;
        foreach (var rune in word.EnumerateRunes().Take(ScanMerger.MaxSymbols))
        {
            symbols.Add(new BpeSymbol { Id = vocabulary.SymbolOf(rune.Value), Start = start, Length = rune.Utf8SequenceLength });
            start += rune.Utf8SequenceLength;
        }
        return [.. symbols];
    }
}
