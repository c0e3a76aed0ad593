namespace Seq2SeqService.Training.Ranks;

/// <summary>Another process of the run is gone, or did not come; the message names it.</summary>
internal sealed class LostRankException : Exception
{
    /// <summary>How a process ends that has lost another, so that a new start helps: <c>EX_TEMPFAIL</c> of BSD's <c>sysexits.h</c>.</summary>
    public const int ExitCode = 75;

    public LostRankException(string message) : base(message)
    {
    }

    public LostRankException(string message, Exception? inner) : base(message, inner)
    {
    }

    /// <summary>False where the other has said of which failure of its own it ended: started again it most likely ends so again.</summary>
    public bool IsWithoutAWord { get; init; } = true;
}
