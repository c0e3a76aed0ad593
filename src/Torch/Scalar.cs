namespace TorchSharp;

/// <summary>A number given to an operator, integer or real; numbers convert by themselves.</summary>
public sealed class Scalar
{
    private Scalar()
    {
    }

    internal bool IsInteger { get; private init; }

    internal long Integer { get; private init; }

    internal double Real { get; private init; }

    public static implicit operator Scalar(int value) => new() { IsInteger = true, Integer = value };

    public static implicit operator Scalar(long value) => new() { IsInteger = true, Integer = value };

    public static implicit operator Scalar(float value) => new() { Real = value };

    public static implicit operator Scalar(double value) => new() { Real = value };
}
