namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>The committed sentences, models and reference outputs.</summary>
internal static class SentencePieceSample
{
    public static TheoryData<string> Models => ["bpe", "bpe-bytes", "unigram", "unigram-bytes"];

    public static string[] Sentences => Lines("real.txt");

    public static string[] OddLines => Lines("odd.txt");

    public static string ModelPath(string model) => PathOf(model + ".model");

    public static string[] Lines(string file) => SplitLines(File.ReadAllText(PathOf(file)));

    /// <summary>Splits at line feeds alone: carriage returns and U+2028 belong to the lines.</summary>
    public static string[] SplitLines(string text) => text.Split('\n')[..^1];

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Tokens", "Data", file);
}
