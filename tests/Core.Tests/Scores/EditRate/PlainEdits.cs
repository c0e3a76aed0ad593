namespace Seq2SeqService.Core.Tests.Scores.EditRate;

/// <summary>
/// The specification of the search for moves: every hypothesis is judged by a matrix of its own, every choice written out. A cell is the number of edits and,
/// for the way there, its last letter: k keep, s substitute, d delete, i insert.
/// </summary>
internal static class PlainEdits
{
    public static int Count(string[] words, string[] reference)
    {
        if (reference.Length == 0)
            return words.Length;

        var (moves, tried) = (0, 0);
        while (true)
        {
            var (gain, moved) = BestMove(words, reference, ref tried);
            if (tried >= 1000 || gain <= 0)
                return moves + Distance(words, reference).Edits;

            words = moved;
            moves++;
        }
    }

    private static (int Gain, string[] Words) BestMove(string[] words, string[] reference, ref int tried)
    {
        var (edits, path) = Distance(words, reference);
        var (place, wrongReference, wrongWords) = Align(path);
        var found = new List<(int Gain, int Length, int Start, int Target, string[] Words)>();

        for (var start = 0; start < words.Length && tried < 1000; start++)
        {
            for (var wanted = 0; wanted < reference.Length && tried < 1000; wanted++)
            {
                for (var length = 1; length <= 10 && Fits(words, start, reference, wanted, length) && tried < 1000; length++)
                {
                    var isRight = !wrongWords.Skip(start).Take(length).Contains(true) || !wrongReference.Skip(wanted).Take(length).Contains(true);
                    if (Math.Abs(start - wanted) > 50 || isRight || (place[wanted] >= start && place[wanted] < start + length))
                        continue;

                    var targets = Enumerable.Range(wanted - 1, length + 1).Select(at => at < 0 ? 0 : place[at] + 1).ToList();
                    foreach (var target in targets.Where((target, i) => i == 0 || target != targets[i - 1]))
                    {
                        var moved = Moved(words, start, length, target);
                        found.Add((edits - Distance(moved, reference).Edits, length, start, target, moved));
                        tried++;
                    }
                }
            }
        }

        return found.OrderByDescending(move => move.Gain).ThenByDescending(move => move.Length).ThenBy(move => move.Start).ThenBy(move => move.Target)
            .Select(move => (move.Gain, move.Words)).FirstOrDefault((0, words));
    }

    private static bool Fits(string[] words, int start, string[] reference, int wanted, int length) =>
        start + length <= words.Length && wanted + length <= reference.Length
        && words.Skip(start).Take(length).SequenceEqual(reference.Skip(wanted).Take(length));

    private static string[] Moved(string[] words, int start, int length, int target)
    {
        var phrase = words[start..(start + length)];
        if (target < start)
            return [.. words[..target], .. phrase, .. words[target..start], .. words[(start + length)..]];
        if (target > start + length)
            return [.. words[..start], .. words[(start + length)..target], .. phrase, .. words[target..]];

        var behind = Math.Min(words.Length, length + target);
        return [.. words[..start], .. words[(start + length)..behind], .. phrase, .. words[behind..]];
    }

    private static (int[] Place, bool[] WrongReference, bool[] WrongWords) Align(string path)
    {
        var (place, wrongReference, wrongWords, at) = (new List<int>(), new List<bool>(), new List<bool>(), -1);
        foreach (var step in path)
        {
            at += step == 'i' ? 0 : 1;
            if (step != 'i')
                wrongWords.Add(step != 'k');
            if (step == 'd')
                continue;
            place.Add(at);
            wrongReference.Add(step != 'k');
        }

        return ([.. place], [.. wrongReference], [.. wrongWords]);
    }

    private static (int Edits, string Path) Distance(string[] words, string[] reference)
    {
        var cells = new (long Edits, char Step)[words.Length + 1, reference.Length + 1];
        var ratio = words.Length == 0 ? 1 : (double)reference.Length / words.Length;
        var beam = ratio / 2 > 25 ? (int)Math.Ceiling(25 + ratio / 2) : 25;
        for (var i = 0; i <= words.Length; i++)
        {
            var diagonal = (int)Math.Floor(i * ratio);
            for (var j = 0; j <= reference.Length; j++)
            {
                var isInside = j >= diagonal - beam && (j < diagonal + beam || i == words.Length);
                cells[i, j] = i == 0 ? (j, 'i') : !isInside ? (1_000_000_000, 'x') : j == 0 ? (cells[i - 1, 0].Edits + 1, 'd') : Cheapest(i, j);
            }
        }

        var path = "";
        for (var (i, j) = (words.Length, reference.Length); i > 0 || j > 0;)
        {
            var step = cells[i, j].Step;
            path = step + path;
            i -= step == 'i' ? 0 : 1;
            j -= step == 'd' ? 0 : 1;
        }

        return ((int)cells[words.Length, reference.Length].Edits, path);

        (long, char) Cheapest(int i, int j)
        {
            var isSame = words[i - 1] == reference[j - 1];
            (long Edits, char Step)[] ways =
            [
                (cells[i - 1, j - 1].Edits + (isSame ? 0 : 1), isSame ? 'k' : 's'), (cells[i - 1, j].Edits + 1, 'd'), (cells[i, j - 1].Edits + 1, 'i'),
            ];
            return ways.MinBy(way => way.Edits);
        }
    }
}
