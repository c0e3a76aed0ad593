namespace Seq2SeqService.Api.Access;

/// <summary>What a file says, looked at once a second. A file that cannot be read leaves what was read before.</summary>
/// <param name="path">A link is followed, so that a change is seen where an orchestrator mounts files by links that it turns.</param>
/// <param name="clock">Tells when a second has passed.</param>
/// <param name="read">Makes a value of the file, or says with an <see cref="InvalidDataException"/> why it cannot.</param>
/// <param name="kept">Told once of each row of failures, with the reason.</param>
internal sealed class WatchedFile<T>(string path, TimeProvider clock, Func<string, T> read, Action<string> kept)
    where T : class
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _door = new();
    private volatile T? _value;
    private (DateTime Written, long Length)? _seen;
    private bool _failed;
    private long _lookedAt;

    /// <summary>The newest that could be read.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Read"/> has not been called.</exception>
    public T Value
    {
        get
        {
            if (clock.GetElapsedTime(Interlocked.Read(ref _lookedAt)) >= Pause && _door.TryEnter())
                Look();

            return _value ?? throw new InvalidOperationException($"{path} was not read yet.");
        }
    }

    /// <summary>Reads the file where it has changed.</summary>
    public void Read()
    {
        Interlocked.Exchange(ref _lookedAt, clock.GetTimestamp());
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        var seen = file.Exists ? (file.LastWriteTimeUtc, file.Length) : throw new FileNotFoundException($"{path} is not there any more.");
        if (seen == _seen)
            return;

        (_value, _seen) = (read(path), seen);
    }

    private void Look()
    {
        try
        {
            Read();
            _failed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            if (!_failed)
                kept(error.Message);
            _failed = true;
        }
        finally
        {
            _door.Exit();
        }
    }
}
