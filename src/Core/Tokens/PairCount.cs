namespace Seq2SeqService.Core.Tokens;

/// <summary>How often two symbols stand side by side, and where; a stretch may be listed although it no longer holds the pair.</summary>
internal sealed class PairCount(int left, int right)
{
    public int Left { get; } = left;

    public int Right { get; } = right;

    public long Count { get; set; }

    /// <summary>The count under which the pair stands in the queue.</summary>
    public long Queued { get; set; }

    public bool IsChanged { get; set; }

    public List<int> Stretches { get; } = [];
}
