namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Held by whoever puts versions into a model's directory; the system lets go of it when the process dies. Its holder is the only one that writes
/// <c>.partial</c> directories there.
/// </summary>
public static class PublishLock
{
    private const string File = ".publish.lock";

    /// <summary>Takes the lock of <paramref name="parent"/>, a model's directory; a <see cref="CheckpointException"/> where another process holds it.</summary>
    public static IDisposable Take(string parent)
    {
        try
        {
            return new FileStream(Path.Combine(parent, File), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new CheckpointException($"Another process is publishing into '{parent}'; try again when it has finished.", error);
        }
    }
}
