using System.Runtime.InteropServices;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Counts the stretches of a text within which pieces can form: words, cut where <see cref="PieceBoundaries"/> separates and
/// around user-defined symbols.
/// </summary>
internal sealed class StretchCounter
{
    private readonly TextNormalizer _normalizer;
    private readonly SymbolMatcher _symbols;
    private readonly PieceBoundaries _boundaries;
    private readonly Dictionary<string, long> _words = [];

    public StretchCounter(BpeTrainerOptions options)
    {
        _symbols = new SymbolMatcher([.. options.UserDefinedSymbols.Select(text => new SentencePiece(text, 0, PieceType.UserDefined))]);
        _normalizer = new TextNormalizer(options.Normalizer, spaceAsSuffix: false, _symbols);
        _boundaries = new PieceBoundaries(options);
    }

    public void AddLine(string line)
    {
        var normalized = new Utf8Buffer(line.Length * 2);
        try
        {
            _normalizer.Normalize(line, ref normalized);
            AddWords(normalized.Written);
        }
        finally
        {
            normalized.Dispose();
        }
    }

    /// <summary>Every stretch with its count, in ordinal order so that training never depends on the order of a hash table.</summary>
    public List<(string Text, long Count)> Stretches()
    {
        var stretches = new Dictionary<string, long>();
        foreach (var (word, count) in _words)
        {
            foreach (var stretch in Cut(word))
                CollectionsMarshal.GetValueRefOrAddDefault(stretches, stretch, out _) += count;
        }
        return [.. stretches.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))];
    }

    private void AddWords(ReadOnlySpan<byte> text)
    {
        var start = 0;
        var end = 0;
        while (end < text.Length)
        {
            var symbol = _symbols.Match(text[end..], out _);
            if (symbol > 0 || (end > start && text[end..].StartsWith(Utf8.SpaceMarkBytes)))
            {
                AddWord(text[start..end]);
                start = end + symbol;
            }
            end += symbol > 0 ? symbol : Utf8.CharacterLength(text[end]);
        }
        AddWord(text[start..]);
    }

    private void AddWord(ReadOnlySpan<byte> word)
    {
        if (!word.IsEmpty)
            CollectionsMarshal.GetValueRefOrAddDefault(_words, Encoding.UTF8.GetString(word), out _)++;
    }

    private IEnumerable<string> Cut(string word)
    {
        var start = 0;
        for (var next = Rune.GetRuneAt(word, 0).Utf16SequenceLength; next < word.Length;)
        {
            Rune.DecodeLastFromUtf16(word.AsSpan(0, next), out var left, out _);
            var right = Rune.GetRuneAt(word, next);
            if (_boundaries.Separates(left, right))
            {
                yield return word[start..next];
                start = next;
            }
            next += right.Utf16SequenceLength;
        }
        yield return word[start..];
    }
}
