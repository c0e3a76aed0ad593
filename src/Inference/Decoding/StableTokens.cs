namespace Seq2SeqService.Inference.Decoding;

/// <summary>
/// The tokens of an output that no further step can change, while it is being decoded. The decoding thread writes, anybody reads at any time: what
/// has been written stays, so neither waits for the other, and who reads seldom finds more at once.
/// </summary>
/// <param name="capacity">Tokens of the longest output.</param>
/// <param name="grown">Called by the decoding thread when there is more; must not wait.</param>
internal sealed class StableTokens(int capacity, Action grown)
{
    private readonly int[] _tokens = new int[capacity];
    private int _count;

    public IReadOnlyList<int> Tokens => new ArraySegment<int>(_tokens, 0, Volatile.Read(ref _count));

    /// <summary>Takes over what the output says beyond what is here already.</summary>
    public void Grow(TokenTree tree, (int Node, int Length) output)
    {
        if (output.Length <= _count)
            return;

        tree.CopyTokens(output.Node, _tokens.AsSpan(_count..output.Length));
        Volatile.Write(ref _count, output.Length);
        grown();
    }
}
