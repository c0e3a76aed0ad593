using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>What is said of a text before all its pieces are known.</summary>
public sealed class DecodedBeginningTests
{
    [Theory]
    [MemberData(nameof(SentencePieceSample.Models), MemberType = typeof(SentencePieceSample))]
    public void Whatever_pieces_follow_a_text_begins_with_what_was_said_of_it(string name)
    {
        var sound = SentencePieceModel.Load(SentencePieceSample.ModelPath(name));
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var model = seed == 0 ? sound : ModelVariation.Of(sound, random);
            var processor = new SentencePieceProcessor(model);
            string[] all = [.. model.Pieces.Select(piece => piece.Text), .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"), "\u2581", "zzz日q"];

            for (var i = 0; i < 200; i++)
                GrowsOnly(processor, random.GetItems(all, random.Next(12)));
        }
    }

    [Fact]
    public void Bytes_are_waited_for_until_a_character_is_complete()
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(SentencePieceSample.ModelPath("bpe-bytes")));
        string[] pieces = ["\u2581a", "<0xE6>", "<0x97>", "<0xA5>", "\u2581a"];

        Assert.Equal(["", "a", "a", "a", "a", "a日 a"], Beginnings(processor, pieces));
    }

    private static void GrowsOnly(SentencePieceProcessor processor, string[] pieces)
    {
        var beginnings = Beginnings(processor, pieces);
        foreach (var (before, next) in beginnings.Zip([.. beginnings.Skip(1), processor.DecodePieces(pieces)]))
            Assert.StartsWith(before, next, StringComparison.Ordinal);
    }

    private static List<string> Beginnings(SentencePieceProcessor processor, string[] pieces) =>
        [.. Enumerable.Range(0, pieces.Length + 1).Select(count => processor.DecodeBeginning(pieces.Take(count)))];
}
