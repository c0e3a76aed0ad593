using System.Text;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Damages texts by their tags, words and signs, with what is special in their format; now and then their bytes too.</summary>
/// <param name="seeds">Sound texts that together use all of the format.</param>
/// <param name="special">What means something in the format.</param>
internal sealed partial class TextMutation(IReadOnlyList<string> seeds, IReadOnlyList<string> special)
{
    private const int MaxDamages = 8, MaxStretch = 12, MaxTokens = 4000;
    private const int LongCharacters = 300_000;
    private const double SoundShare = 0.01, ByteShare = 0.2, LongShare = 0.0005;

    private static readonly string[] Anywhere =
        ["\0", "\u0001", "\t", "\n", "\r", "\r\n", "\n\n", " ", "\u00A0", "\u2028", "\uFEFF", "\uFFFD", "\uFFFF", "é", "ß", "漢字", "🙂", "👩‍👩‍👧", "e\u0301", "\u202E", "א", "ﬁ", "İ", "0", "-1", "2147483648", "1e309", "One word", "x"];

    private readonly List<string>[] _seeds = [.. seeds.Select(seed => Token().Matches(seed).Select(match => match.Value).ToList())];

    public byte[] Next(Random random)
    {
        var text = Encoding.UTF8.GetBytes(NextText(random));
        return random.NextDouble() < ByteShare ? ByteMutation.Damage(text, random) : text;
    }

    public string NextText(Random random)
    {
        if (random.NextDouble() < LongShare)
            return Long(random);

        var tokens = new List<string>(_seeds[random.Next(_seeds.Length)]);
        if (random.NextDouble() >= SoundShare)
        {
            for (var left = random.Next(1, MaxDamages); left > 0; left--)
                Damage(tokens, random);
        }

        return string.Concat(tokens);
    }

    private void Damage(List<string> tokens, Random random)
    {
        var place = random.Next(tokens.Count + 1);
        var length = Math.Min(random.Next(MaxStretch), tokens.Count - place);
        switch (random.Next(7))
        {
            case 0:
                tokens.RemoveRange(place, length);
                break;
            case 1:
                tokens.InsertRange(random.Next(tokens.Count + 1), tokens.GetRange(place, length));
                break;
            case 2:
                tokens.Insert(place, Special(random));
                break;
            case 3 when place < tokens.Count:
                tokens[place] = Special(random);
                break;
            case 4 when place < tokens.Count:
                var other = random.Next(tokens.Count);
                (tokens[place], tokens[other]) = (tokens[other], tokens[place]);
                break;
            case 5:
                var stranger = _seeds[random.Next(_seeds.Length)];
                var start = random.Next(stranger.Count);
                tokens.InsertRange(place, stranger.Skip(start).Take(random.Next(MaxStretch * 2)));
                break;
            case 6 when random.Next(10) == 0:
                Repeat(tokens, place, random);
                break;
        }

        if (tokens.Count > MaxTokens)
            tokens.RemoveRange(MaxTokens, tokens.Count - MaxTokens);
    }

    /// <summary>A few tokens very often: deep nests, long lines, many of a kind.</summary>
    private void Repeat(List<string> tokens, int place, Random random)
    {
        var few = Enumerable.Range(0, random.Next(1, 4)).Select(_ => tokens.Count > 0 && random.Next(2) == 0 ? tokens[random.Next(tokens.Count)] : Special(random)).ToList();
        var times = 1 << random.Next(11);
        tokens.InsertRange(place, Enumerable.Repeat(few, times).SelectMany(token => token));
    }

    /// <summary>A few tokens so often that whatever takes more than its length in time shows it, between the halves of a sound text.</summary>
    private string Long(Random random)
    {
        var seed = _seeds[random.Next(_seeds.Length)];
        var place = random.Next(seed.Count + 1);
        var few = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(2) == 0 ? seed[random.Next(seed.Count)] : Special(random)));
        var repeated = string.Concat(Enumerable.Repeat(few, LongCharacters / few.Length));
        return string.Concat([.. seed.Take(place), repeated, .. seed.Skip(place)]);
    }

    private string Special(Random random) => random.Next(3) == 0 ? Anywhere[random.Next(Anywhere.Length)] : special[random.Next(special.Count)];

    [GeneratedRegex(@"</?[^<>]{0,200}>|\w+|[ ]+|[\s\S]")]
    private static partial Regex Token();
}
