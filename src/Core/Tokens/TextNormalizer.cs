using System.Buffers;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Rewrites text by a model's rules: replacements, one space between words, spaces as U+2581, and the mark of the first word.
/// User-defined symbols pass unchanged.
/// </summary>
internal sealed class TextNormalizer
{
    private readonly NormalizerSpec _spec;
    private readonly SymbolMatcher _symbols;
    private readonly Charsmap _rules;
    private readonly bool _spaceAsSuffix;
    private readonly byte[] _space;

    /// <summary>ASCII that stays as it is, by its value, as long as ASCII follows.</summary>
    private readonly bool[] _isPlain = new bool[256];

    public TextNormalizer(NormalizerSpec spec, bool spaceAsSuffix, SymbolMatcher symbols)
    {
        _spec = spec;
        _symbols = symbols;
        _rules = new Charsmap(spec.PrecompiledCharsmap);
        _spaceAsSuffix = spaceAsSuffix;
        _space = spec.EscapeWhitespaces ? Utf8.SpaceMarkBytes.ToArray() : [(byte)' '];
        for (var value = 0; value < 0x80; value++)
            _isPlain[value] = value != ' ' && _rules.IsPlainAscii((byte)value) && !symbols.CanStart((byte)value);
    }

    /// <summary>Appends the normalised text as UTF-8; lone surrogates become U+FFFD.</summary>
    /// <param name="origins">Takes, for each byte that is appended, the place of the byte of the text's UTF-8 form that it comes from.</param>
    public void Normalize(ReadOnlySpan<char> text, ref Utf8Buffer output, List<int>? origins = null)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            Normalize(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), ref output, origins);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Normalize(ReadOnlySpan<byte> text, ref Utf8Buffer output, List<int>? origins)
    {
        var (length, first) = (text.Length, output.Count);
        if (_spec.RemoveExtraWhitespaces)
            text = SkipLeadingSpaces(text);
        if (text.IsEmpty)
            return;
        var start = length - text.Length;
        if (!_spaceAsSuffix && _spec.AddDummyPrefix)
            output.Add(_space);
        Note(origins, output.Count - first, start);
        Rewrite(text, ref output, origins, start);
        if (_spec.RemoveExtraWhitespaces)
        {
            while (output.Written.EndsWith(_space))
                output.RemoveLast(_space.Length);
        }
        if (_spaceAsSuffix && _spec.AddDummyPrefix)
            output.Add(_space);
        Note(origins, output.Count - first, length);
    }

    /// <summary>Gives every byte that was written since the last time this origin; those that were taken back lose theirs.</summary>
    private static void Note(List<int>? origins, int written, int origin)
    {
        if (origins is null)
            return;
        while (origins.Count < written)
            origins.Add(origin);
        origins.RemoveRange(written, origins.Count - written);
    }

    private ReadOnlySpan<byte> SkipLeadingSpaces(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var consumed = Next(text, out var written);
            if (!written.SequenceEqual(" "u8))
                break;
            text = text[consumed..];
        }
        return text;
    }

    private void Rewrite(ReadOnlySpan<byte> text, ref Utf8Buffer output, List<int>? origins, int start)
    {
        var first = output.Count - (origins?.Count ?? 0);
        var end = start + text.Length;
        var afterSpace = _spec.RemoveExtraWhitespaces;
        while (!text.IsEmpty)
        {
            if (PlainRun(text) is > 0 and var plain)
            {
                output.Add(text[..plain]);
                for (var i = 0; origins is not null && i < plain; i++)
                    origins.Add(end - text.Length + i);
                text = text[plain..];
                afterSpace = false;
                continue;
            }
            var consumed = Next(text, out var written);
            if (afterSpace)
                written = written.TrimStart((byte)' ');
            if (!written.IsEmpty)
            {
                Add(written, ref output);
                Note(origins, output.Count - first, end - text.Length);
                afterSpace = _spec.RemoveExtraWhitespaces && written[^1] == ' ';
            }
            text = text[consumed..];
        }
    }

    /// <summary>Bytes at the start of the text that neither change nor belong to something longer that does.</summary>
    private int PlainRun(ReadOnlySpan<byte> text)
    {
        var run = 0;
        while (run < text.Length && _isPlain[text[run]] && (run + 1 == text.Length || text[run + 1] < 0x80))
            run++;
        return run;
    }

    private void Add(ReadOnlySpan<byte> written, ref Utf8Buffer output)
    {
        foreach (var value in written)
        {
            if (value == ' ')
                output.Add(_space);
            else
                output.Add(value);
        }
    }

    /// <summary>What the start of the text becomes; returns how many bytes of it that covers.</summary>
    private int Next(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> written)
    {
        var consumed = _symbols.Match(text, out _);
        if (consumed == 0 && _rules.Match(text, out written) is > 0 and var matched)
            return matched;
        if (consumed == 0)
            consumed = Math.Min(Utf8.CharacterLength(text[0]), text.Length);
        written = text[..consumed];
        return consumed;
    }
}
