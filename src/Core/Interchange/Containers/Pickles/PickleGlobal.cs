namespace Seq2SeqService.Core.Interchange.Containers.Pickles;

/// <summary>
/// The names that a pickle of weights may use. A pickle is a program, and a name in it is usually something to call; here a name is one of
/// these words and calls nothing.
/// </summary>
internal enum PickleGlobal
{
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    FloatStorage,
    HalfStorage,
    BFloat16Storage,
    DoubleStorage,

    /// <summary>Counters and masks, which are no weights.</summary>
    IntegerStorage,
}

internal static class PickleGlobals
{
    private static readonly Dictionary<string, PickleGlobal> Known = new(StringComparer.Ordinal)
    {
        ["collections OrderedDict"] = PickleGlobal.OrderedDict,
        ["torch._utils _rebuild_tensor_v2"] = PickleGlobal.RebuildTensor,
        ["torch._utils _rebuild_parameter"] = PickleGlobal.RebuildParameter,
        ["torch FloatStorage"] = PickleGlobal.FloatStorage,
        ["torch HalfStorage"] = PickleGlobal.HalfStorage,
        ["torch BFloat16Storage"] = PickleGlobal.BFloat16Storage,
        ["torch DoubleStorage"] = PickleGlobal.DoubleStorage,
        ["torch LongStorage"] = PickleGlobal.IntegerStorage,
        ["torch IntStorage"] = PickleGlobal.IntegerStorage,
        ["torch ShortStorage"] = PickleGlobal.IntegerStorage,
        ["torch CharStorage"] = PickleGlobal.IntegerStorage,
        ["torch ByteStorage"] = PickleGlobal.IntegerStorage,
        ["torch BoolStorage"] = PickleGlobal.IntegerStorage,
    };

    /// <summary>The word for a name; any other name is a <see cref="FormatException"/>.</summary>
    public static PickleGlobal Find(string module, string name) => Known.TryGetValue($"{module} {name}", out var global)
        ? global
        : throw new FormatException($"it names '{module}.{name}', which weights do not need; nothing of it was run");
}
