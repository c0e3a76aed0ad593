using System.Buffers.Binary;
using System.Text;

namespace Seq2SeqService.Core.Interchange.Containers.Pickles;

/// <summary>
/// Reads the dictionary of tensors that <c>torch.save</c> writes: of pickle's instructions (protocols 2 to 5) only those that make numbers,
/// texts, tuples, lists and dictionaries, and of the calls only three, which are done here (<see cref="PickleCalls"/>). It runs nothing, and
/// its memory grows with the file's length alone. Faults are a <see cref="FormatException"/>.
/// </summary>
internal sealed class PickleReader(byte[] bytes)
{
    private readonly PickleStack _stack = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;

    /// <summary>The one value that the pickle makes.</summary>
    public object? Read()
    {
        for (var code = Byte(); code != '.'; code = Byte())
        {
            if (!Number((char)code) && !Text((char)code) && !Collection((char)code) && !Memo((char)code) && !Call((char)code))
                throw new FormatException($"it has the instruction 0x{code:x2}, which weights do not need; nothing of it was run");
        }

        return _stack.Pop();
    }

    private bool Number(char code)
    {
        switch (code)
        {
            case 'N': _stack.Push(null); return true;
            case '\u0088': _stack.Push(true); return true;
            case '\u0089': _stack.Push(false); return true;
            case 'K': _stack.Push((long)Byte()); return true;
            case 'M': _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); return true;
            case 'J': _stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); return true;
            case 'G': _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); return true;
            case '\u008a': _stack.Push(Long(Take(Byte()))); return true;
            default: return false;
        }
    }

    private bool Text(char code)
    {
        switch (code)
        {
            case 'X': _stack.Push(Utf8(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); return true;
            case '\u008c': _stack.Push(Utf8(Byte())); return true;
            case '\u008d': _stack.Push(Utf8(BinaryPrimitives.ReadUInt64LittleEndian(Take(8)))); return true;
            default: return false;
        }
    }

    private bool Collection(char code)
    {
        switch (code)
        {
            case '(': _stack.Mark(); return true;
            case ')': _stack.Push(Array.Empty<object?>()); return true;
            case 't': _stack.Push(_stack.PopToMark()); return true;
            case '\u0085': _stack.Push(_stack.Pop(1)); return true;
            case '\u0086': _stack.Push(_stack.Pop(2)); return true;
            case '\u0087': _stack.Push(_stack.Pop(3)); return true;
            case ']': _stack.Push(new List<object?>()); return true;
            case 'a': Append([_stack.Pop()]); return true;
            case 'e': Append(_stack.PopToMark()); return true;
            case '}': _stack.Push(new PickleDictionary()); return true;
            case 's': SetItems(_stack.Pop(2)); return true;
            case 'u': SetItems(_stack.PopToMark()); return true;
            default: return false;
        }
    }

    /// <summary>Protocol and frames say nothing about the values; the memo holds values by number.</summary>
    private bool Memo(char code)
    {
        switch (code)
        {
            case '\u0080': Protocol(Byte()); return true;
            case '\u0095': Take(8); return true;
            case 'q': _memo[Byte()] = _stack.Peek(); return true;
            case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = _stack.Peek(); return true;
            case '\u0094': _memo[(uint)_memo.Count] = _stack.Peek(); return true;
            case 'h': _stack.Push(Remembered(Byte())); return true;
            case 'j': _stack.Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); return true;
            default: return false;
        }
    }

    private bool Call(char code)
    {
        switch (code)
        {
            case 'c': _stack.Push(PickleGlobals.Find(Line(), Line())); return true;
            case '\u0093': Named(_stack.Pop(2)); return true;
            case 'Q': _stack.Push(PickleCalls.Storage(_stack.Pop<object?[]>())); return true;
            case 'R': Reduce(_stack.Pop(2)); return true;
            case 'b': _stack.Pop(); _stack.Peek<PickleDictionary>(); return true;   // remarks on a dictionary: the versions of its layers
            default: return false;
        }
    }

    private static void Protocol(byte version)
    {
        if (version is < 2 or > 5)
            throw new FormatException($"it has pickle's protocol {version}; 2 to 5 are read");
    }

    private void Append(object?[] values) => _stack.Peek<List<object?>>().AddRange(values);

    private void SetItems(object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new FormatException("it sets a key without a value");

        var entries = _stack.Peek<PickleDictionary>().Entries;
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] is string key)
                entries[key] = pairs[i + 1];
        }
    }

    private void Named(object?[] names)
    {
        if (names is not [string module, string name])
            throw new FormatException("it names something without a text");
        _stack.Push(PickleGlobals.Find(module, name));
    }

    private void Reduce(object?[] call)
    {
        if (call is not [PickleGlobal function, object?[] arguments])
            throw new FormatException("it calls what is no function");
        _stack.Push(PickleCalls.Call(function, arguments));
    }

    private object? Remembered(uint number) =>
        _memo.TryGetValue(number, out var value) ? value : throw new FormatException($"it recalls the value {number}, which it has not kept");

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - _position))
            throw new FormatException("it ends too early");

        var taken = bytes.AsSpan(_position, (int)count);
        _position += taken.Length;
        return taken;
    }

    private string Utf8(ulong count) => Encoding.UTF8.GetString(Take(count));

    private string Line()
    {
        var length = bytes.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0)
            throw new FormatException("it ends too early");

        var line = Encoding.UTF8.GetString(bytes, _position, length);
        _position += length + 1;
        return line;
    }

    private static long Long(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > sizeof(long))
            throw new FormatException($"it has a number of {digits.Length} bytes");

        var value = digits.Length > 0 && digits[^1] >= 0x80 ? -1L : 0;
        for (var i = digits.Length - 1; i >= 0; i--)
            value = (value << 8) | digits[i];
        return value;
    }
}
