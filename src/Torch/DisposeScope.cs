namespace TorchSharp;

/// <summary>
/// Disposes, when it ends, every tensor that its thread made while it was the innermost scope. Scopes are per thread and nest;
/// nothing may be awaited inside one.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly List<torch.Tensor?> _tensors = [];
    private readonly DisposeScope? _outer;

    internal DisposeScope(DisposeScope? outer) => _outer = outer;

    public int DisposablesCount => _tensors.Count(tensor => tensor is not null);

    /// <summary>Hands a tensor to the scope around this one, or to nobody where there is none.</summary>
    public torch.Tensor MoveToOuter(torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Remove(tensor);
        _outer?.Add(tensor);
        return tensor;
    }

    /// <summary>Leaves a tensor to its holder.</summary>
    public torch.Tensor Detach(torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Remove(tensor);
        return tensor;
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            if (tensor is null)
                continue;
            tensor.OwningScope = null;
            tensor.Dispose();
        }

        _tensors.Clear();
        DisposeScopeManager.Close(this, _outer);
    }

    internal void Add(torch.Tensor tensor)
    {
        tensor.OwningScope = this;
        tensor.ScopeSlot = _tensors.Count;
        _tensors.Add(tensor);
    }

    internal void Remove(torch.Tensor tensor)
    {
        if (tensor.OwningScope != this)
            return;

        _tensors[tensor.ScopeSlot] = null;
        tensor.OwningScope = null;

        // Trailing holes go, so that a scope that disposes as it goes does not grow.
        while (_tensors.Count > 0 && _tensors[^1] is null)
            _tensors.RemoveAt(_tensors.Count - 1);
    }
}

/// <summary>Keeps each thread's innermost <see cref="DisposeScope"/> and counts its live tensors.</summary>
public static class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScope? _current;

    [ThreadStatic]
    private static ThreadDisposeScopeStatistics? _statistics;

    /// <summary>Counters of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => _statistics ??= new();

    internal static DisposeScope? Current => _current;

    internal static DisposeScope Open() => _current = new DisposeScope(_current);

    internal static void Close(DisposeScope scope, DisposeScope? outer)
    {
        if (_current == scope)
            _current = outer;
    }
}

/// <summary>Tensors that the calling thread made, less those that it disposed.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    public long ThreadTotalLiveCount { get; internal set; }
}

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Open();
}
