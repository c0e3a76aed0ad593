using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// A network's weights as kernels read them, packed once and then only read: engines over the same weights share them. Built by one engine
/// at a time; the checkpoint's own copy goes once the first is complete.
/// </summary>
internal sealed class SharedWeights(ModelWeights weights, CpuPrecision precision)
{
    private readonly Dictionary<string, object> _made = new(StringComparer.Ordinal);
    private ModelWeights? _weights = weights;

    public CpuPrecision Precision => precision;

    /// <summary>What was made under <paramref name="key"/>, or now is.</summary>
    public T Get<T>(string key, Func<ModelWeights, T> make)
        where T : class
    {
        if (_made.TryGetValue(key, out var made))
            return (T)made;

        var value = make(_weights ?? throw new InvalidOperationException($"'{key}' was asked for after the weights were complete."));
        _made.Add(key, value);
        return value;
    }

    /// <summary>All that a network needs has been made.</summary>
    public void Complete() => _weights = null;
}
