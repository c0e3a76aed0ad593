using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>The head of a NumPy file (NEP 1): the type of its values, by NumPy's name, and its shape.</summary>
/// <param name="Type">Such as <c>&lt;f4</c>: byte order, kind, bytes.</param>
internal sealed partial record NpyHeader(string Type, IReadOnlyList<long> Shape)
{
    private const int MaxBytes = 1 << 14;
    private const int MaxDigits = 10;

    /// <summary>Reads as far as the values begin; faults are a <see cref="FormatException"/>.</summary>
    /// <param name="length">Bytes of head and values.</param>
    public static NpyHeader Read(Stream stream, out int length)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw new FormatException("it is not a NumPy array");

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        var bytes = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (bytes > MaxBytes)
            throw new FormatException($"its head claims {bytes} bytes; {MaxBytes} are believed");

        var text = new byte[bytes];
        stream.ReadExactly(text);
        length = start.Length + size.Length + text.Length;
        return Parse(Encoding.Latin1.GetString(text));
    }

    /// <summary>Head of a file of version 1, padded so that the values begin at a multiple of 64.</summary>
    public byte[] ToBytes()
    {
        const int Before = 10;
        var tuple = string.Concat(Shape.Select(size => $"{size}, ")).TrimEnd();
        var text = $"{{'descr': '{Type}', 'fortran_order': False, 'shape': ({tuple}), }}";
        var padded = text.PadRight(((Before + text.Length + 1 + 63) / 64 * 64) - Before - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.Latin1.GetBytes(padded)];
    }

    private static NpyHeader Parse(string text)
    {
        var (type, order, shape) = (TypeKey().Match(text), OrderKey().Match(text), ShapeKey().Match(text));
        if (!type.Success || !order.Success || !shape.Success)
            throw new FormatException("its head does not name type, order and shape");
        if (order.Groups[1].Value != "False")
            throw new FormatException("its values are column by column; NumPy's ascontiguousarray turns them");

        var sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Any(size => size.Length > MaxDigits))
            throw new FormatException("a size of its shape is not believed");

        return new(type.Groups[1].Value, [.. sizes.Select(size => long.Parse(size, CultureInfo.InvariantCulture))]);
    }

    [GeneratedRegex(@"'descr':\s*'([^']{1,8})'")]
    private static partial Regex TypeKey();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex OrderKey();

    [GeneratedRegex(@"'shape':\s*\(([0-9, ]*)\)")]
    private static partial Regex ShapeKey();
}
