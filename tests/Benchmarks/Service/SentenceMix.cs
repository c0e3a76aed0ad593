namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// Sentences of mixed lengths: lines of a file in a random order, or made-up ones whose numbers of words are drawn from a log-normal
/// distribution with a median of 9 words, the shape that collections of real sentences have.
/// </summary>
internal sealed class SentenceMix(string? file, int seed)
{
    private const double MedianWords = 9, LogDeviation = 0.6;
    private const int MostWords = 60;

    private static readonly string[] Clauses =
    [
        "the train leaves at nine", "nobody told me about it", "we are waiting for you", "she has found a new job", "it is raining again",
        "my brother lives in a small house near the river", "the children play in the garden", "I would like a cup of coffee",
        "he never answers his letters", "the shop on the corner is closed today", "you should have asked me first",
        "they bought a car last week", "the teacher read a long story", "this book was written many years ago", "I cannot find my keys",
        "her father works at the hospital", "the weather will be better tomorrow", "we have enough time", "the door was open",
        "some of the guests came much too late", "I think that you are right", "the film was better than I had expected",
    ];

    private static readonly string[] Joints = [", and ", ", but ", " because ", ", so ", " while "];

    private readonly string[] _lines = file is null ? [] : [.. File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line))];

    /// <summary>The same sentences for the same seed.</summary>
    public IReadOnlyList<string> Take(int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => _lines.Length > 0 ? _lines[random.Next(_lines.Length)] : MadeUp(random))];
    }

    private static string MadeUp(Random random)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var words = (int)Math.Clamp(MedianWords * Math.Exp(LogDeviation * normal), 2, MostWords);
        var text = Clauses[random.Next(Clauses.Length)];
        while (Words(text) < words)
            text += Joints[random.Next(Joints.Length)] + Clauses[random.Next(Clauses.Length)];

        text = string.Join(' ', text.Split(' ').Take(words)).TrimEnd(',');
        return char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }

    private static int Words(string text) => text.Count(letter => letter == ' ') + 1;
}
