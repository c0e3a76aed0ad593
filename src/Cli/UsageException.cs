namespace Seq2SeqService.Cli;

/// <summary>The command cannot be carried out as it was given; the message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
