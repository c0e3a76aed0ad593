using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tests.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

public class SentencePieceModelTests
{
    private static SentencePieceModel Sound => SentencePieceModel.Load(SentencePieceSample.ModelPath("unigram-bytes"));

    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void A_model_survives_writing_and_reading(string name)
    {
        var model = SentencePieceModel.Load(SentencePieceSample.ModelPath(name));

        var again = SentencePieceModel.Parse(model.ToBytes());

        Assert.Equal(model.Pieces, again.Pieces);
        Assert.Equal(model.ToBytes().ToArray(), again.ToBytes().ToArray());
        Assert.Equal(model.Normalizer.PrecompiledCharsmap.ToArray(), again.Normalizer.PrecompiledCharsmap.ToArray());
        Assert.Equal(model.Trainer.Algorithm, again.Trainer.Algorithm);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<CheckpointException>(() => SentencePieceModel.Load("/nowhere/source.spm"));

        Assert.Contains("/nowhere/source.spm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_or_read_but_never_crashes()
    {
        var file = File.ReadAllBytes(SentencePieceSample.ModelPath("bpe-bytes"));

        for (var length = 0; length < file.Length; length += 37)
            ReadAndUse(file.AsMemory(0, length));
    }

    [Fact]
    public void A_damaged_file_is_refused_or_read_but_never_crashes()
    {
        var random = new Random(1);
        foreach (var name in new[] { "bpe", "bpe-bytes", "unigram", "unigram-bytes" })
        {
            var file = File.ReadAllBytes(SentencePieceSample.ModelPath(name));
            for (var i = 0; i < 50; i++)
                ReadAndUse(Damage.Bytes(file, random));
        }
    }

    [Fact]
    public void Damaged_normalisation_rules_never_crash()
    {
        var random = new Random(2);
        var rules = NormalizationRules.NmtNfkc.PrecompiledCharsmap.ToArray();
        for (var i = 0; i < 40; i++)
        {
            var damaged = Damage.Bytes(rules, random);
            random.NextBytes(damaged.AsSpan(4 + random.Next(damaged.Length / 2), Math.Min(40, damaged.Length / 4)));
            var model = new SentencePieceModel(Sound.Pieces, Sound.Trainer, new NormalizerSpec { PrecompiledCharsmap = damaged });
            ReadAndUse(model.ToBytes());
        }
    }

    [Theory]
    [InlineData("no pieces")]
    [InlineData("is empty")]
    [InlineData("repeats \"a\"")]
    [InlineData("0 unknown pieces")]
    [InlineData("byte pieces instead of 256")]
    [InlineData("not finite")]
    [InlineData("type is Word")]
    [InlineData("limit 1024")]
    public void A_model_that_cannot_work_is_refused_with_the_reason(string reason)
    {
        SentencePiece unknown = new("<unk>", 0, PieceType.Unknown), a = new("a", -1, PieceType.Normal);
        SentencePiece[] pieces = reason switch
        {
            "no pieces" => [],
            "is empty" => [unknown, a with { Text = "" }],
            "repeats \"a\"" => [unknown, a, a],
            "0 unknown pieces" => [a],
            "limit 1024" => [unknown, a with { Text = new string('a', 1025) }],
            "not finite" => [unknown, a with { Score = float.NaN }],
            _ => [unknown, a],
        };
        var trainer = new TrainerSpec
        {
            Algorithm = reason == "type is Word" ? SegmentationAlgorithm.Word : SegmentationAlgorithm.Bpe,
            ByteFallback = reason.Contains("byte", StringComparison.Ordinal),
        };
        var file = new SentencePieceModel(pieces, trainer, new NormalizerSpec()).ToBytes();

        var error = Assert.Throws<CheckpointException>(() => SentencePieceModel.Parse(file, "source.spm"));

        Assert.StartsWith("source.spm: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static void ReadAndUse(ReadOnlyMemory<byte> file)
    {
        try
        {
            var processor = new SentencePieceProcessor(SentencePieceModel.Parse(file));
            foreach (var line in SentencePieceSample.OddLines.Take(40))
                Assert.NotNull(processor.DecodePieces(processor.EncodePieces(line)));
        }
        catch (CheckpointException)
        {
            // Refused: what a damaged file deserves.
        }
    }
}
