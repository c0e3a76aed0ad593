namespace TorchSharp;

/// <summary>Keeps each thread's innermost <see cref="DisposeScope"/> and counts its live tensors.</summary>
public static class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScope? _current;

    [ThreadStatic]
    private static ThreadDisposeScopeStatistics? _statistics;

    /// <summary>Counters of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => _statistics ??= new();

    internal static DisposeScope? Current
    {
        get
        {
            if (_current is { IsClosed: true })
                _current = _current.Outer;
            return _current;
        }
    }

    internal static DisposeScope Open() => _current = new DisposeScope(Current);
}

/// <summary>Tensors that the calling thread made, less those that it disposed.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    internal ThreadDisposeScopeStatistics()
    {
    }

    public long ThreadTotalLiveCount { get; internal set; }
}
