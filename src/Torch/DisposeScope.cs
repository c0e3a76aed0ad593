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

    /// <summary>Tensors that go when the scope goes.</summary>
    public int DisposablesCount => _tensors.Count(tensor => tensor is not null);

    internal bool IsClosed { get; private set; }

    /// <summary>The next open scope around this one; the order in which scopes close is their holders' affair.</summary>
    internal DisposeScope? Outer
    {
        get
        {
            var outer = _outer;
            while (outer is { IsClosed: true })
                outer = outer._outer;
            return outer;
        }
    }

    /// <summary>Hands a tensor of this scope to the scope around it, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        if (disposable is torch.Tensor tensor && Remove(tensor))
            Outer?.Add(tensor);
        return disposable;
    }

    /// <summary>Leaves a tensor of this scope to its holder.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        if (disposable is torch.Tensor tensor)
            Remove(tensor);
        return disposable;
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
        IsClosed = true;
    }

    internal void Add(torch.Tensor tensor)
    {
        tensor.OwningScope = this;
        tensor.ScopeSlot = _tensors.Count;
        _tensors.Add(tensor);
    }

    internal bool Remove(torch.Tensor tensor)
    {
        if (tensor.OwningScope != this)
            return false;

        _tensors[tensor.ScopeSlot] = null;
        tensor.OwningScope = null;

        // Trailing holes go, so that a scope that disposes as it goes does not grow.
        while (_tensors.Count > 0 && _tensors[^1] is null)
            _tensors.RemoveAt(_tensors.Count - 1);
        return true;
    }
}

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Open();
}
