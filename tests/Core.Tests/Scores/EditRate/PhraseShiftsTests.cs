using Seq2SeqService.Core.Scores.EditRate;

namespace Seq2SeqService.Core.Tests.Scores.EditRate;

public sealed class PhraseShiftsTests
{
    [Theory]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a b c", "a x c", 1)]
    [InlineData("b c a", "a b c", 1)]
    [InlineData("c d x a b", "a b c d", 2)]
    [InlineData("a b", "", 2)]
    [InlineData("", "a b", 2)]
    public void Edits_are_counted_as_by_hand(string hypothesis, string reference, int edits) =>
        Assert.Equal(edits, PhraseShifts.Edits(Split(hypothesis), Split(reference)));

    [Fact]
    public void The_search_equals_its_plain_twin_on_random_sentences()
    {
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var reference = Sentence(random, random.Next(1, 16), words: 6);
            var hypothesis = i % 3 == 0 ? Sentence(random, random.Next(0, 16), words: 6) : Scramble(random, reference);
            Assert.True(
                PlainEdits.Count(hypothesis, reference) == PhraseShifts.Edits(hypothesis, reference),
                $"{string.Join(' ', hypothesis)} → {string.Join(' ', reference)}");
        }
    }

    /// <summary>Beyond the beam, the longest move and the number of candidates.</summary>
    [Fact]
    public void The_search_equals_its_plain_twin_at_its_limits()
    {
        var random = new Random(11);
        foreach (var (hypothesis, reference) in new (int, int)[] { (3, 120), (120, 3), (70, 75), (90, 60), (1, 80) })
        {
            var wanted = Sentence(random, reference, words: 40);
            var found = hypothesis == 70 ? [.. wanted.Skip(30), .. wanted.Take(30)] : Sentence(random, hypothesis, words: 40);
            Assert.Equal(PlainEdits.Count(found, wanted), PhraseShifts.Edits(found, wanted));
        }

        string[] same = [.. Enumerable.Repeat("a", 30), .. Enumerable.Repeat("b", 30)];
        Assert.Equal(PlainEdits.Count([.. same.Reverse()], same), PhraseShifts.Edits([.. same.Reverse()], same));
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Sentence(Random random, int length, int words) => [.. Enumerable.Range(0, length).Select(_ => $"w{random.Next(words)}")];

    private static string[] Scramble(Random random, string[] words)
    {
        var (start, length) = (random.Next(words.Length), random.Next(1, 4));
        var phrase = words.Skip(start).Take(length).ToArray();
        string[] rest = [.. words.Take(start), .. words.Skip(start + length)];
        var target = random.Next(rest.Length + 1);
        return [.. rest.Take(target), .. phrase, .. rest.Skip(target).Where(_ => random.Next(8) > 0)];
    }
}
