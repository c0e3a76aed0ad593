using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>Changes a sound model at random into one that stresses rarer rules but that the reference tools still load.</summary>
internal static class ModelVariation
{
    public static SentencePieceModel Of(SentencePieceModel model, Random random)
    {
        var change = random.Next(5);
        var pieces = model.Pieces.Select(piece => piece.Type == PieceType.Normal ? Vary(piece, change, random) : piece);
        if (change == 4)
            pieces = pieces.Where(piece => piece.Type != PieceType.Normal || piece.Text.Length > 1 || random.Next(4) > 0);
        var trainer = model.Trainer with
        {
            TreatWhitespaceAsSuffix = random.Next(4) == 0,
            UnknownSurface = random.Next(2) == 0 ? "?" : TrainerSpec.DefaultUnknownSurface,
        };
        return new SentencePieceModel([.. pieces], trainer, Rules(random))
        {
            Denormalizer = random.Next(4) == 0 ? Rules(random) : null,
        };
    }

    private static SentencePiece Vary(SentencePiece piece, int change, Random random) => change switch
    {
        1 when random.Next(5) == 0 => piece with { Type = PieceType.Unused },
        2 when random.Next(40) == 0 => piece with { Type = PieceType.UserDefined },
        2 when random.Next(20) == 0 => piece with { Type = PieceType.Unused },
        3 => piece with { Score = -random.Next(60) / (random.Next(2) == 0 ? 1f : 3f) },
        _ => piece,
    };

    private static NormalizerSpec Rules(Random random) => new()
    {
        PrecompiledCharsmap = random.Next(2) == 0 ? default : NormalizationRules.NmtNfkc.PrecompiledCharsmap,
        AddDummyPrefix = random.Next(3) > 0,
        RemoveExtraWhitespaces = random.Next(3) > 0,
        EscapeWhitespaces = random.Next(4) > 0,
    };
}
