namespace Seq2SeqService.Training.Ranks;

/// <summary>Another process of the run is gone, or did not come; the message names it.</summary>
internal sealed class LostRankException : Exception
{
    public LostRankException(string message) : base(message)
    {
    }

    public LostRankException(string message, Exception inner) : base(message, inner)
    {
    }
}
