namespace Seq2SeqService.Cli;

/// <summary>What the command leaves behind for scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The service cannot be reached, is busy or failed: the same command may succeed later.</summary>
    public const int Failed = 1;

    /// <summary>The command or the request is wrong: the same command would be refused again.</summary>
    public const int Refused = 2;

    /// <summary>Ctrl-C, as shells count it.</summary>
    public const int Cancelled = 130;
}
