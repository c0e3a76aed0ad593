using System.Collections;

namespace TorchSharp.Modules;

/// <summary>Modules in a row, registered as "0", "1", ….</summary>
public sealed class ModuleList<T> : torch.nn.Module, IEnumerable<T>
    where T : torch.nn.Module
{
    private readonly List<T> _modules = [];

    public ModuleList(params T[] modules)
        : base(nameof(ModuleList<>))
    {
        ArgumentNullException.ThrowIfNull(modules);
        foreach (var module in modules)
            Add(module);
    }

    public int Count => _modules.Count;

    public T this[int index] => _modules[index];

    public void Add(T item)
    {
        register_module(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), item);
        _modules.Add(item);
    }

    public IEnumerator<T> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
