using Seq2SeqService.Core.Text;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>A sentence, its translation, and which of their words a person says go together.</summary>
internal sealed record AlignedPair(string Source, string Target, IReadOnlySet<AlignedWords> Words)
{
    public AlignedPair Turned => new(Target, Source, Words.Select(pair => new AlignedWords(pair.Target, pair.Source)).ToHashSet());
}

/// <summary>
/// Reads hand-aligned sentences, one pair a line: <c>source | target | I-Ich see-sehe you-dich</c>; <c>the#2</c> is the second "the".
/// </summary>
internal static class AlignedPairs
{
    public static IReadOnlyList<AlignedPair> Read(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Select((line, i) => (Line: line, Number: i + 1)).Where(read => read.Line.Length > 0).Select(read => Parse(read.Line, $"{path}:{read.Number}"))]
        : throw new RecipeException($"There is no file {path}.");

    private static AlignedPair Parse(string line, string where)
    {
        if (line.Split(" | ") is not [var source, var target, var links])
            throw new RecipeException($"{where}: a line must be 'source | target | links'.");

        return new(source, target, links.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Link).ToHashSet());

        AlignedWords Link(string link)
        {
            // A word may have a hyphen of its own: any cut that names words of both sides will do.
            for (var cut = link.IndexOf('-', 1); cut > 0; cut = link.IndexOf('-', cut + 1))
            {
                if (Find(source, link[..cut]) is { } from && Find(target, link[(cut + 1)..]) is { } to)
                    return new(from, to);
            }

            throw new RecipeException($"{where}: '{link}' names no word of each side.");
        }
    }

    private static TextRange? Find(string sentence, string name)
    {
        var parts = name.Split('#');
        var nth = parts.Length == 2 && int.TryParse(parts[1], out var number) ? number : 1;
        var found = Words.Of(sentence).Where(word => sentence[word.Start..word.End] == parts[0]).Skip(nth - 1).Take(1).ToList();
        return found is [var word] ? word : null;
    }
}
