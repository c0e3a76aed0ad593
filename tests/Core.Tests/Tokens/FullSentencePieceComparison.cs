namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>The comparison at full length, on text that is not part of the repository: see <c>scripts/compare-sentencepiece.sh</c>.</summary>
public class FullSentencePieceComparison
{
    private const string Variable = "SENTENCEPIECE_DATA";
    private const int TrainingLines = 60_000;

    [Fact]
    public void Every_line_of_the_given_files_is_encoded_and_decoded_alike()
    {
        var files = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(files), $"{Variable} names no files; scripts/compare-sentencepiece.sh DATA sets it.");
        Assert.SkipUnless(ReferenceTools.AreInstalled, ReferenceTools.WhyNot);
        string[] real = [.. files.Split(Path.PathSeparator).SelectMany(file => SentencePieceSample.SplitLines(File.ReadAllText(file)))];
        string[] lines = [.. real, .. OddText.Lines(20_000, seed: 2), .. OddText.EveryCharacter()];

        foreach (var type in new[] { "bpe", "unigram" })
        {
            foreach (var byteFallback in new[] { false, true })
                Compare(real, lines, type, byteFallback);
        }
    }

    private static void Compare(string[] real, string[] lines, string type, bool byteFallback)
    {
        using var tools = new ReferenceTools();
        var step = Math.Max(1, real.Length / TrainingLines);
        var model = tools.Train(
            real.Where((_, i) => i % step == 0),
            $"--model_type={type}", $"--byte_fallback={byteFallback}", "--vocab_size=8000", "--character_coverage=0.995",
            "--control_symbols=>>de<<", "--user_defined_symbols=<sep>,日本,http://");

        Comparison.AssertAlike(tools, model, lines);
    }
}
