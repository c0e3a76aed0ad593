namespace Seq2SeqService.Torch.Tests.Contract;

/// <summary>
/// How the member list spells types: C# keywords, <c>T[]</c>, <c>T?</c> for nullable values, <c>(A,B)</c> for tuples, <c>!0</c> and <c>!!0</c>
/// for the parameters of generic types and methods; the namespace TorchSharp is left out.
/// </summary>
internal static class Spelling
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.Void"] = "void",
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Int16"] = "short",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
        ["System.String"] = "string",
        ["System.Object"] = "object",
        ["System.IntPtr"] = "nint",
    };

    /// <summary>A type by its full name with '.' before nested types.</summary>
    public static string Named(string fullName)
    {
        const string Own = "TorchSharp.";
        return Keywords.TryGetValue(fullName, out var keyword) ? keyword
            : fullName.StartsWith(Own, StringComparison.Ordinal) ? fullName[Own.Length..]
            : fullName;
    }

    public static string Generic(string name, IReadOnlyList<string> arguments)
    {
        var plain = name[..name.IndexOf('`', StringComparison.Ordinal)];
        return plain switch
        {
            "System.Nullable" => arguments[0] + "?",
            "System.ValueTuple" => $"({string.Join(",", arguments)})",
            _ => $"{plain}<{string.Join(",", arguments)}>",
        };
    }

    public static string Method(string type, string name, IEnumerable<string> parameters, string result) =>
        $"M {type}.{name}({string.Join(", ", parameters)}) -> {result}";

    public static string Field(string type, string name, string fieldType) => $"F {type}.{name} : {fieldType}";

    public static string Type(string type) => $"T {type}";
}
