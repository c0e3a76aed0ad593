namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>The comparison at full length, on text that is not part of the repository: see <c>scripts/compare-sentencepiece.sh</c>.</summary>
public class FullSentencePieceComparison
{
    private const string Variable = "SENTENCEPIECE_DATA";
    private const int TrainingLines = 60_000;

    [Theory]
    [InlineData("bpe", false)]
    [InlineData("bpe", true)]
    [InlineData("unigram", false)]
    [InlineData("unigram", true)]
    public void Every_line_of_the_given_files_is_encoded_and_decoded_alike(string type, bool byteFallback)
    {
        var list = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(list), $"{Variable} names no files; scripts/compare-sentencepiece.sh DATA sets it.");
        Assert.SkipUnless(ReferenceTools.AreInstalled, ReferenceTools.WhyNot);
        using var tools = new ReferenceTools();
        var real = list.Split(Path.PathSeparator).SelectMany(file => SentencePieceSample.SplitLines(File.ReadAllText(file))).ToArray();
        var step = Math.Max(1, real.Length / TrainingLines);
        var model = tools.Train(
            real.Where((_, i) => i % step == 0),
            $"--model_type={type}", $"--byte_fallback={byteFallback}", "--vocab_size=8000", "--character_coverage=0.995",
            "--control_symbols=>>de<<", "--user_defined_symbols=<sep>,foo bar,日本,http://");

        string[] lines = [.. real, .. OddText.Lines(20_000, seed: 2), .. OddText.EveryCharacter()];

        Comparison.AssertAlike(tools, model, lines);
        TestContext.Current.SendDiagnosticMessage($"{type}, byte fallback {byteFallback}: {lines.Length} lines alike");
    }
}
