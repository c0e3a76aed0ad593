using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Learns a byte-pair vocabulary (Sennrich et al. 2016): starting from characters, the most frequent neighbouring pair within
/// words becomes a piece, until the vocabulary is full. The same lines always give the same model.
/// </summary>
public static class BpeTrainer
{
    private const string Unknown = "<unk>", Begin = "<s>", End = "</s>";

    /// <summary>Reads the lines once and returns a model that SentencePiece's own tools load.</summary>
    /// <exception cref="ArgumentException">The lines hold no text, or the vocabulary is too small for their characters.</exception>
    public static SentencePieceModel Train(IEnumerable<string> lines, BpeTrainerOptions options)
    {
        var counter = new StretchCounter(options);
        foreach (var line in lines)
            counter.AddLine(line);
        var stretches = counter.Stretches();
        if (stretches.Count == 0)
            throw new ArgumentException("The lines to train a vocabulary on hold no text.", nameof(lines));

        var special = SpecialPieces(options);
        var characters = FrequentCharacters(stretches, options);
        var room = options.VocabularySize - special.Count - characters.Count;
        if (room < 0)
        {
            throw new ArgumentException(
                $"VocabularySize {options.VocabularySize} has no room for {special.Count} special pieces and {characters.Count} "
                + "characters; raise it or lower CharacterCoverage.", nameof(options));
        }
        var merged = new PairMerger(stretches, characters, options.MaxPieceLength).Merge(room);
        return new SentencePieceModel([.. special, .. Scored(merged.Concat(characters))], Describe(options), options.Normalizer);
    }

    private static List<SentencePiece> SpecialPieces(BpeTrainerOptions options)
    {
        var pieces = new List<SentencePiece>
        {
            new(Unknown, 0, PieceType.Unknown), new(Begin, 0, PieceType.Control), new(End, 0, PieceType.Control),
        };
        pieces.AddRange(options.ControlSymbols.Select(text => new SentencePiece(text, 0, PieceType.Control)));
        pieces.AddRange(options.UserDefinedSymbols.Select(text => new SentencePiece(text, 0, PieceType.UserDefined)));
        if (options.ByteFallback)
            pieces.AddRange(Enumerable.Range(0, 256).Select(value => new SentencePiece(ModelRules.ByteName((byte)value), 0, PieceType.Byte)));
        if (pieces.CountBy(piece => piece.Text).FirstOrDefault(entry => entry.Value > 1).Key is { } repeated)
            throw new ArgumentException($"The special piece \"{repeated}\" is given twice.", nameof(options));
        return pieces;
    }

    /// <summary>The characters that together make up the wanted share of the text, most frequent first.</summary>
    private static List<string> FrequentCharacters(List<(string Text, long Count)> stretches, BpeTrainerOptions options)
    {
        var counts = new Dictionary<Rune, long>();
        foreach (var (text, count) in stretches)
        {
            foreach (var character in text.EnumerateRunes())
                counts[character] = counts.GetValueOrDefault(character) + count;
        }
        var wanted = counts.Values.Sum() * options.CharacterCoverage;
        var covered = 0.0;
        var characters = new List<string>();
        foreach (var (character, count) in counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key))
        {
            if (covered >= wanted)
                break;
            covered += count;
            if (!options.UserDefinedSymbols.Contains(character.ToString()))
                characters.Add(character.ToString());
        }
        return characters;
    }

    /// <summary>Earlier merges score higher, which is the order in which encoding repeats them.</summary>
    private static IEnumerable<SentencePiece> Scored(IEnumerable<string> pieces) =>
        pieces.Select((text, rank) => new SentencePiece(text, -rank, PieceType.Normal));

    private static TrainerSpec Describe(BpeTrainerOptions options) => new()
    {
        Algorithm = SegmentationAlgorithm.Bpe,
        ByteFallback = options.ByteFallback,
        OtherFields = ModelProto.WriteTrainerOptions(options),
    };
}
