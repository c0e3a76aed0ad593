using Seq2SeqService.Inference.Engines.Cpu.States;

namespace Seq2SeqService.Inference.Engines.Cpu.LanguageModels;

/// <summary>
/// The N tokens of one pass through the stack: all tokens of some sources, or the next token of every row. Each has its row, its place in
/// the row's sequence, and the number of places that it sees from the beginning on. Reused by every pass.
/// </summary>
internal sealed class PrefixPass
{
    private PrefixToken[] _tokens = [];

    public int Count { get; private set; }

    /// <summary>Places that the token with the widest view sees.</summary>
    public int MostSeen { get; private set; }

    public PrefixToken this[int index] => _tokens[index];

    public void Clear()
    {
        Array.Clear(_tokens, 0, Count);
        (Count, MostSeen) = (0, 0);
    }

    public void Add(PrefixToken token)
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Math.Max(16, 2 * Count));

        _tokens[Count++] = token;
        MostSeen = Math.Max(MostSeen, token.Seen);
    }
}

/// <summary>One token of a pass; its key and value lie in the row's slot at <see cref="Place"/>.</summary>
internal readonly record struct PrefixToken(DecodingRow Row, int Place, int Seen)
{
    public int Slot => Row.Slots[Place];
}
