namespace Seq2SeqService.Core.Checkpoints;

/// <summary>A checkpoint, or a file of one, that cannot be believed. The message names the file and what is wrong with it.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message) : base(message)
    {
    }

    public CheckpointException(string message, Exception inner) : base(message, inner)
    {
    }
}
