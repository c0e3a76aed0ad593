namespace Seq2SeqService.Core.Interchange.Containers.Pickles;

/// <summary>The stack of the pickle machine; what does not fit its instruction is a <see cref="FormatException"/>.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Add(_values.Count);

    public object? Pop()
    {
        var top = Peek();
        _values.RemoveAt(_values.Count - 1);
        return top;
    }

    public object? Peek() => _values.Count > LastMark ? _values[^1] : throw new FormatException("it takes from an empty stack");

    public T Pop<T>() => Pop() is T value ? value : throw new FormatException($"it has something else where {typeof(T).Name} belongs");

    public T Peek<T>() => Peek() is T value ? value : throw new FormatException($"it has something else where {typeof(T).Name} belongs");

    /// <summary>Everything above the last mark, which goes as well.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw new FormatException("it goes back to a mark that it has not set");

        var start = LastMark;
        object?[] above = [.. _values[start..]];
        _values.RemoveRange(start, above.Length);
        _marks.RemoveAt(_marks.Count - 1);
        return above;
    }

    /// <summary>A tuple of the last few.</summary>
    public object?[] Pop(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            values[i] = Pop();
        return values;
    }

    private int LastMark => _marks.Count > 0 ? _marks[^1] : 0;
}
