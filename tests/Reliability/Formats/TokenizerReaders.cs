using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Readers of SentencePiece models and of the vocabulary beside them; what is read has to cut and join texts too.</summary>
internal sealed class TokenizerReaders
{
    private const string Sample = "  One house, two houses ½ Ⅻ 🙂 e\u0301 漢字\u0000<0x41> Ⓐ ";
    private static readonly byte[] NoRules = [];

    private readonly string _folder;
    private readonly Vocabulary _vocabulary;

    public TokenizerReaders(string folder)
    {
        _folder = folder;
        _vocabulary = Vocabulary.From(Bpe(byteFallback: false));
        TokenizerFiles.Write(folder, Bpe(byteFallback: false));
    }

    public IEnumerable<FormatReader> All =>
    [
        new("sentencepiece", new MessageMutation([.. Models().Select(model => model.ToBytes().ToArray())]).Next, Cut, typeof(CheckpointException)) { FixedBytes = 2 << 20, BytesPerByte = 1000 },
        new("vocabulary", new JsonFileMutation([VocabularyFile()], ["</s>", "<unk>", "<pad>", ">>de<<", "a", "\u2581house"]).Next, Load, typeof(CheckpointException)) { FixedBytes = 2 << 20 },
    ];

    private static IEnumerable<SentencePieceModel> Models()
    {
        yield return Bpe(byteFallback: false);
        yield return Bpe(byteFallback: true);
        var bpe = Bpe(byteFallback: false);
        yield return new(bpe.Pieces, new() { Algorithm = SegmentationAlgorithm.Unigram }, new() { Name = "x", PrecompiledCharsmap = Rules(0) });
        yield return new(bpe.Pieces, new() { TreatWhitespaceAsSuffix = true, UnknownSurface = "?" }, new() { PrecompiledCharsmap = Rules(1), AddDummyPrefix = false, EscapeWhitespaces = false })
        {
            Denormalizer = new() { PrecompiledCharsmap = Rules(2) },
        };
    }

    /// <summary>As a trie and its strings are laid out, with any units: a hostile file has no better ones.</summary>
    private static byte[] Rules(int seed)
    {
        var random = new Random(seed);
        var trie = new byte[4 * (seed + 1) * 64];
        random.NextBytes(trie);
        return [.. BitConverter.GetBytes(trie.Length), .. trie, .. "One\0 two\0\0"u8];
    }

    private static SentencePieceModel Bpe(bool byteFallback) => BpeTrainer.Train(
        ["a small house", "a small garden", "one house with a garden", "two houses"], new() { VocabularySize = byteFallback ? 310 : 45, ByteFallback = byteFallback, Normalizer = new() { PrecompiledCharsmap = NoRules } });

    private static void Cut(byte[] input)
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Parse(input));
        var pieces = processor.EncodePieces(Sample);
        processor.EncodeIds("houses");
        processor.DecodePieces(pieces);
        processor.Normalize(Sample);
    }

    private void Load(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(_folder, TokenizerFiles.VocabularyFile), input);
        var tokenizer = Tokenizer.Load(_folder);
        var ids = tokenizer.EncodeSource(Sample, "de");
        tokenizer.Decode(ids, out _);
        tokenizer.SourcePlaces(Sample, ids);
    }

    private byte[] VocabularyFile()
    {
        var pieces = _vocabulary.Pieces.Append(">>de<<").Select((piece, id) => $"{System.Text.Json.JsonSerializer.Serialize(piece)}:{id}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', pieces)}}}");
    }
}
