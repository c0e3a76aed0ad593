using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>
/// Calls an operator of libtorch's dispatcher by its schema name, for example <c>add.Tensor</c>; arguments left out take the schema's defaults.
/// One native function so serves every operator, with autograd.
/// </summary>
internal static unsafe class Operators
{
    private static readonly ConcurrentDictionary<string, nint> Found = new();

    internal static torch.Tensor Call(string name, params ReadOnlySpan<Argument> arguments)
    {
        Span<NativeValue> results = stackalloc NativeValue[1];
        Invoke(name, arguments, results);
        return new torch.Tensor(results[0].Data);
    }

    internal static (torch.Tensor, torch.Tensor) CallTwo(string name, params ReadOnlySpan<Argument> arguments)
    {
        Span<NativeValue> results = stackalloc NativeValue[2];
        Invoke(name, arguments, results);
        return (new torch.Tensor(results[0].Data), new torch.Tensor(results[1].Data));
    }

    internal static (torch.Tensor, torch.Tensor, torch.Tensor) CallThree(string name, params ReadOnlySpan<Argument> arguments)
    {
        Span<NativeValue> results = stackalloc NativeValue[3];
        Invoke(name, arguments, results);
        return (new torch.Tensor(results[0].Data), new torch.Tensor(results[1].Data), new torch.Tensor(results[2].Data));
    }

    internal static torch.Tensor[] CallMany(string name, int capacity, params ReadOnlySpan<Argument> arguments)
    {
        var results = new NativeValue[capacity];
        var produced = Invoke(name, arguments, results);
        return Array.ConvertAll(results[..produced], result => new torch.Tensor(result.Data));
    }

    /// <summary>An in-place operator; its result is the first argument again.</summary>
    internal static torch.Tensor CallInPlace(string name, torch.Tensor self, params ReadOnlySpan<Argument> others)
    {
        Span<NativeValue> results = stackalloc NativeValue[1];
        Invoke(name, [self, .. others], results);
        NativeMethods.s2s_tensor_free(results[0].Data);
        return self;
    }

    private static int Invoke(string name, ReadOnlySpan<Argument> arguments, Span<NativeValue> results)
    {
        var op = Found.GetOrAdd(name, Find);
        var values = stackalloc NativeValue[arguments.Length];
        var words = CountWords(arguments);
        Span<long> lists = words <= 128 ? stackalloc long[words] : new long[words];
        var strings = new List<nint>(0);
        int produced, status;

        fixed (long* listData = lists)
        fixed (NativeValue* resultData = results)
        {
            Lower(arguments, values, listData, ref strings);
            status = NativeMethods.s2s_op_call(op, values, arguments.Length, resultData, results.Length, &produced);
        }

        foreach (var argument in arguments)
            GC.KeepAlive(argument.Reference);
        foreach (var text in strings)
            Marshal.FreeCoTaskMem(text);

        NativeMethods.Check(status);
        return produced;
    }

    internal static nint Find(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (plain, overload) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        NativeMethods.Check(NativeMethods.s2s_op_find("aten::" + plain, overload, out var op));
        return op;
    }

    private static int CountWords(ReadOnlySpan<Argument> arguments)
    {
        var words = 0;
        foreach (var argument in arguments)
            words += argument.Reference is Array list ? list.Length : 0;
        return words;
    }

    /// <summary>Writes the arguments as native values; lists are copied behind one another into <paramref name="lists"/>.</summary>
    private static void Lower(ReadOnlySpan<Argument> arguments, NativeValue* values, long* lists, ref List<nint> strings)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            ref readonly var argument = ref arguments[i];
            var value = new NativeValue { Kind = argument.Kind, Integer = argument.Integer, Real = argument.Real };

            switch (argument.Reference)
            {
                case torch.Tensor tensor:
                    value.Data = tensor.Handle;
                    break;
                case long[] integers:
                    value.Data = (nint)lists;
                    value.Count = integers.Length;
                    foreach (var integer in integers)
                        *lists++ = integer;
                    break;
                case torch.Tensor[] tensors:
                    value.Data = (nint)lists;
                    value.Count = tensors.Length;
                    foreach (var tensor in tensors)
                        *lists++ = tensor is null ? 0 : tensor.Handle;
                    break;
                case string text:
                    value.Data = Marshal.StringToCoTaskMemUTF8(text);
                    strings.Add(value.Data);
                    break;
            }

            if (argument.Kind == ValueKind.Device)
                value.Count = (int)argument.Real;
            values[i] = value;
        }
    }
}
