namespace Seq2SeqService.Core.Tokens;

/// <summary>The pieces that text can become, as a tree of characters. Nodes are numbered from the root, 0.</summary>
internal sealed class PieceTrie
{
    public const int Root = 0;

    private readonly PairTable _children;
    private readonly int[] _pieces;

    public PieceTrie(IReadOnlyList<SentencePiece> pieces)
    {
        var children = new Dictionary<(int Node, int Character), int>();
        var pieceOfNode = new List<int> { -1 };
        for (var id = 0; id < pieces.Count; id++)
        {
            if (!ModelRules.IsFromText(pieces[id].Type))
                continue;
            var node = Root;
            foreach (var character in pieces[id].Text.EnumerateRunes())
            {
                if (!children.TryGetValue((node, character.Value), out var child))
                {
                    child = pieceOfNode.Count;
                    children.Add((node, character.Value), child);
                    pieceOfNode.Add(-1);
                }
                node = child;
            }
            pieceOfNode[node] = id;
        }
        _children = new PairTable([.. children.Select(entry => (entry.Key.Node, entry.Key.Character, entry.Value))]);
        _pieces = [.. pieceOfNode];
    }

    /// <summary>The node below by this code point, or −1.</summary>
    public int Descend(int node, int character) => _children.Find(node, character);

    /// <summary>The piece that ends at the node, or −1.</summary>
    public int PieceAt(int node) => _pieces[node];
}
