using System.Globalization;

namespace Seq2SeqService.Core.Tokens;

/// <summary>What must hold for a model before text is encoded with it; a fault is a <see cref="FormatException"/>.</summary>
internal static class ModelRules
{
    /// <summary>Far above real models; they keep a damaged file from costing minutes and gigabytes.</summary>
    private const int MaxPieces = 1 << 21, MaxPieceLength = 1024;

    public static void Check(SentencePieceModel model)
    {
        if (model.Pieces.Count == 0)
            throw new FormatException("it has no pieces");
        if (model.Pieces.Count > MaxPieces)
            throw new FormatException($"it has {model.Pieces.Count} pieces (limit {MaxPieces})");
        if (model.Trainer.Algorithm is not (SegmentationAlgorithm.Unigram or SegmentationAlgorithm.Bpe))
            throw new FormatException($"its model type is {model.Trainer.Algorithm}; only unigram and bpe are supported");
        CheckPieces(model.Pieces, model.Trainer.ByteFallback);
        _ = new Charsmap(model.Normalizer.PrecompiledCharsmap);
        if (model.Denormalizer is { } denormalizer)
            _ = new Charsmap(denormalizer.PrecompiledCharsmap);
    }

    /// <summary>The byte that <c>&lt;0xNN&gt;</c> names, or −1.</summary>
    public static int ByteOf(string piece) =>
        piece is ['<', '0', 'x', _, _, '>']
        && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && piece == ByteName(value)
            ? value
            : -1;

    /// <summary>The piece that stands for a byte.</summary>
    public static string ByteName(byte value) => $"<0x{value:X2}>";

    /// <summary>Whether text can become this piece; the others form a second name space.</summary>
    public static bool IsFromText(PieceType type) => type is PieceType.Normal or PieceType.UserDefined or PieceType.Unused;

    private static void CheckPieces(IReadOnlyList<SentencePiece> pieces, bool byteFallback)
    {
        var seen = new HashSet<(string, bool)>(pieces.Count);
        var unknowns = 0;
        var bytes = 0;
        for (var id = 0; id < pieces.Count; id++)
        {
            var piece = pieces[id];
            if (piece.Text.Length == 0)
                throw new FormatException($"piece {id} is empty");
            if (piece.Text.Length > MaxPieceLength)
                throw new FormatException($"piece {id} has {piece.Text.Length} characters (limit {MaxPieceLength})");
            if (!Enum.IsDefined(piece.Type))
                throw new FormatException($"piece {id} has the unknown type {(int)piece.Type}");
            if (!float.IsFinite(piece.Score))
                throw new FormatException($"the score of piece {id} is not finite");
            if (!seen.Add((piece.Text, IsFromText(piece.Type))))
                throw new FormatException($"piece {id} repeats \"{piece.Text}\"");
            unknowns += piece.Type == PieceType.Unknown ? 1 : 0;
            bytes += piece.Type == PieceType.Byte ? CheckByte(piece, id, byteFallback) : 0;
        }
        if (unknowns != 1)
            throw new FormatException($"it has {unknowns} unknown pieces instead of one");
        if (byteFallback && bytes != 256)
            throw new FormatException($"it has {bytes} byte pieces instead of 256");
    }

    private static int CheckByte(SentencePiece piece, int id, bool byteFallback)
    {
        if (!byteFallback)
            throw new FormatException($"piece {id} is a byte although byte fallback is off");
        if (ByteOf(piece.Text) < 0)
            throw new FormatException($"piece {id} is a byte but is named \"{piece.Text}\"");
        return 1;
    }
}
