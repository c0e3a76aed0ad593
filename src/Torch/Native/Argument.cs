namespace TorchSharp.Native;

/// <summary>One argument of an operator; the implicit conversions let calls read like the operator's schema.</summary>
internal readonly struct Argument
{
    internal ValueKind Kind { get; private init; }
    internal long Integer { get; private init; }
    internal double Real { get; private init; }
    internal object? Reference { get; private init; }

    internal static Argument None => default;

    public static implicit operator Argument(torch.Tensor? value) =>
        value is null ? None : new Argument { Kind = ValueKind.Tensor, Reference = value };

    public static implicit operator Argument(torch.Tensor[] value) => new() { Kind = ValueKind.Tensors, Reference = value };

    public static implicit operator Argument(long value) => new() { Kind = ValueKind.Int, Integer = value };

    public static implicit operator Argument(long? value) => value is { } some ? some : None;

    public static implicit operator Argument(double value) => new() { Kind = ValueKind.Double, Real = value };

    public static implicit operator Argument(bool value) => new() { Kind = ValueKind.Bool, Integer = value ? 1 : 0 };

    public static implicit operator Argument(long[] value) => new() { Kind = ValueKind.Ints, Reference = value };

    public static implicit operator Argument(string value) => new() { Kind = ValueKind.String, Reference = value };

    public static implicit operator Argument(Scalar? value) =>
        value is null ? None : value.IsInteger ? (Argument)value.Integer : value.Real;

    public static implicit operator Argument(torch.ScalarType value) => (long)value;

    public static implicit operator Argument(torch.ScalarType? value) => value is { } some ? (long)some : None;

    public static implicit operator Argument(torch.Device? value) =>
        value is null ? None : new Argument { Kind = ValueKind.Device, Integer = (long)value.type, Real = value.index };
}
