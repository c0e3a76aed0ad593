using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>Encodes and decodes the same lines here and with the reference tools.</summary>
internal static class Comparison
{
    /// <summary>Fails with the first line that differs.</summary>
    public static void AssertAlike(ReferenceTools tools, string modelPath, IReadOnlyList<string> lines)
    {
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(modelPath));
        var encoded = tools.Encode(modelPath, lines);
        var decoded = tools.Decode(modelPath, encoded);
        AssertAlike("encoding", lines, encoded, line => string.Join(' ', processor.EncodePieces(line)));
        AssertAlike("decoding", encoded, decoded, pieces => processor.DecodePieces(SplitPieces(pieces)));
    }

    public static string[] SplitPieces(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertAlike(string what, IReadOnlyList<string> input, string[] expected, Func<string, string> actual)
    {
        Assert.Equal(input.Count, expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (actual(input[i]) is var given && given != expected[i])
                Assert.Fail($"{what} of line {i + 1} \"{input[i]}\": expected \"{expected[i]}\", got \"{given}\"");
        }
    }
}
