using Seq2SeqService.Inference.Texts;

namespace Seq2SeqService.Inference.Tests.Texts;

public sealed class LongSentenceTests
{
    [Theory]
    [InlineData("It rains, and it pours; we stay at home, all day.", 30, "It rains, and it pours;| |we stay at home, all day.")]
    [InlineData("one two three, four five six seven", 20, "one two three,| |four five six seven")]
    [InlineData("one two three four five six", 14, "one two three| |four five six")]
    [InlineData("abcdefghij", 5, "abcde|fghij")]
    [InlineData("今天天气很好，我们去公园散步吧", 8, "今天天气很好，|我们去公园散步吧")]
    [InlineData("short", 5, "short")]
    public void Splits_at_the_safest_place_near_the_middle(string sentence, int most, string expected)
    {
        var parts = LongSentence.Split(sentence, part => part.Length <= most);

        Assert.Equal(expected.Split('|'), parts);
    }

    [Fact]
    public void Never_splits_a_character_as_people_see_it_while_it_fits()
    {
        var sentence = string.Concat(Enumerable.Repeat("👨‍👩‍👧e\u0301", 9));

        var parts = LongSentence.Split(sentence, part => part.Length <= 20);

        Assert.All(parts, part => Assert.True(part.StartsWith('\ud83d') || part.StartsWith('e')));
        Assert.Equal(sentence, string.Concat(parts));
    }

    [Fact]
    public void A_character_with_a_heap_of_marks_is_split_as_a_last_resort()
    {
        var sentence = "e" + new string('\u0301', 100);

        var parts = LongSentence.Split(sentence, part => part.Length <= 20);

        Assert.Equal(sentence, string.Concat(parts));
        Assert.All(parts, part => Assert.InRange(part.Length, 1, 20));
    }

    [Fact]
    public void What_cannot_be_split_is_too_long()
    {
        var refused = Assert.Throws<TranslationException>(() => LongSentence.Split("abc", _ => false));

        Assert.Equal(TranslationFailure.TextTooLong, refused.Failure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_is_lost_and_every_part_fits_whatever_the_text(int seed)
    {
        const string Letters = "ab ,.;  \t\n。，é\u0301你好😀👩‍🚀-()";
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var most = random.Next(4, 30);
            var sentence = new string([.. Enumerable.Range(0, random.Next(0, 300)).Select(_ => Letters[random.Next(Letters.Length)])]);

            var parts = LongSentence.Split(sentence, part => part.Length <= most);

            Assert.Equal(sentence, string.Concat(parts));
            Assert.All(parts.Where(part => !string.IsNullOrWhiteSpace(part)), part => Assert.InRange(part.Length, 1, most));
            Assert.All(parts.Where(part => !string.IsNullOrWhiteSpace(part)).Skip(1), part => Assert.Equal(part.TrimStart(), part));
        }
    }
}
