namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Leaves merges out at random while a text is cut, so that a network learns from many segmentations of a word and not from one
/// (BPE-dropout, Provilkov et al., 2020). Not safe for several threads: the random numbers are drawn in order.
/// </summary>
/// <param name="share">Probability, 0 to 1, that a merge is left out when its turn comes; 0 cuts as always, 1 leaves single characters.</param>
/// <param name="random">Decides; the same seed over the same texts gives the same pieces.</param>
public sealed class BpeDropout(double share, Random random)
{
    /// <summary>Whether the merge whose turn it is is left out. As in SentencePiece, it comes back only when one of its neighbours has changed.</summary>
    internal bool DropsNext() => random.NextDouble() < share;
}
