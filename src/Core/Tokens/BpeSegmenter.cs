using System.Buffers;
using System.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Byte-pair encoding: starting from single characters, the neighbouring pair whose merged piece has the highest score is
/// merged, leftmost first among equals, until no pair forms a piece.
/// </summary>
internal sealed class BpeSegmenter : ISegmenter
{
    private readonly BpeVocabulary _vocabulary;
    private readonly SymbolMatcher _userSymbols;
    private readonly AgendaMerger _agenda;
    private readonly ScanMerger _scan;
    private readonly bool _isByWord;

    public BpeSegmenter(SentencePieceModel model, SymbolMatcher userSymbols)
    {
        _userSymbols = userSymbols;
        _vocabulary = new BpeVocabulary(model.Pieces);
        _agenda = new AgendaMerger(_vocabulary);
        _scan = new ScanMerger(_vocabulary);
        // How merges are undone depends on the whole text, so only a vocabulary without unused pieces is applied word by word.
        _isByWord = _vocabulary.KeepsWordsApart && !_vocabulary.HasUnused;
    }

    public void Segment(ReadOnlySpan<byte> text, List<EncodedPiece> pieces, BpeDropout? dropout = null)
    {
        var rented = ArrayPool<BpeSymbol>.Shared.Rent(text.Length);
        try
        {
            for (var start = 0; start < text.Length;)
            {
                var end = _isByWord ? EndOfWord(text, start) : text.Length;
                var count = SplitIntoCharacters(text[..end], start, rented);
                Merge(rented.AsSpan(0, count), pieces, dropout);
                start = end;
            }
        }
        finally
        {
            ArrayPool<BpeSymbol>.Shared.Return(rented);
        }
    }

    private static int EndOfWord(ReadOnlySpan<byte> text, int start)
    {
        var length = text[(start + 1)..].IndexOf(Utf8.SpaceMarkBytes);
        return length < 0 ? text.Length : start + 1 + length;
    }

    private void Merge(Span<BpeSymbol> symbols, List<EncodedPiece> pieces, BpeDropout? dropout)
    {
        if (dropout is null && symbols.Length <= ScanMerger.MaxSymbols && _isByWord)
            _scan.Merge(symbols, pieces);
        else
            _agenda.Merge(symbols, pieces, dropout);
    }

    private int SplitIntoCharacters(ReadOnlySpan<byte> text, int start, Span<BpeSymbol> symbols)
    {
        var count = 0;
        while (start < text.Length)
        {
            ref var symbol = ref symbols[count++];
            symbol.Start = start;
            symbol.Length = _userSymbols.Match(text[start..], out symbol.Id);
            symbol.IsFrozen = symbol.Length > 0;
            if (!symbol.IsFrozen)
                SetCharacter(text[start..], ref symbol);
            start += symbol.Length;
        }
        return count;
    }

    private void SetCharacter(ReadOnlySpan<byte> text, ref BpeSymbol symbol)
    {
        var character = (int)text[0];
        symbol.Length = 1;
        if (character >= 0x80)
        {
            Rune.DecodeFromUtf8(text, out var rune, out symbol.Length);
            character = rune.Value;
        }
        symbol.Id = _vocabulary.SymbolOf(character);
    }
}
