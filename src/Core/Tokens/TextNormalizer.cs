using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Rewrites text by a model's rules: replacements, one space between words, spaces as U+2581, and the mark of the first word.
/// User-defined symbols pass unchanged.
/// </summary>
internal sealed class TextNormalizer(NormalizerSpec spec, bool spaceAsSuffix, SymbolMatcher symbols)
{
    private readonly Charsmap _rules = new(spec.PrecompiledCharsmap);
    private readonly byte[] _space = spec.EscapeWhitespaces ? Utf8.SpaceMarkBytes.ToArray() : [(byte)' '];

    /// <summary>Appends the normalised text as UTF-8; lone surrogates become U+FFFD.</summary>
    public void Normalize(ReadOnlySpan<char> text, ref Utf8Buffer output)
    {
        var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            Normalize(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), ref output);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Normalize(ReadOnlySpan<byte> text, ref Utf8Buffer output)
    {
        if (spec.RemoveExtraWhitespaces)
            text = SkipLeadingSpaces(text);
        if (text.IsEmpty)
            return;
        if (!spaceAsSuffix && spec.AddDummyPrefix)
            output.Add(_space);
        Rewrite(text, ref output);
        if (spec.RemoveExtraWhitespaces)
        {
            while (output.Written.EndsWith(_space))
                output.RemoveLast(_space.Length);
        }
        if (spaceAsSuffix && spec.AddDummyPrefix)
            output.Add(_space);
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

    private void Rewrite(ReadOnlySpan<byte> text, ref Utf8Buffer output)
    {
        var afterSpace = spec.RemoveExtraWhitespaces;
        while (!text.IsEmpty)
        {
            var consumed = Next(text, out var written);
            if (afterSpace)
                written = written.TrimStart((byte)' ');
            if (!written.IsEmpty)
            {
                Add(written, ref output);
                afterSpace = spec.RemoveExtraWhitespaces && written[^1] == ' ';
            }
            text = text[consumed..];
        }
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
        var consumed = symbols.Match(text, out _);
        if (consumed == 0 && _rules.Match(text, out written) is > 0 and var matched)
            return matched;
        if (consumed == 0)
            consumed = Math.Min(Utf8.CharacterLength(text[0]), text.Length);
        written = text[..consumed];
        return consumed;
    }
}
