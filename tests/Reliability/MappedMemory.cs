using System.Globalization;

namespace Seq2SeqService.Reliability;

/// <summary>A process's resident memory by its mappings (<c>/proc/*/smaps</c>, proc(5)).</summary>
internal static class MappedMemory
{
    /// <summary>What .NET's collector reserves for its regions, on machines with less than half of it in memory. It uses it from below: most of it is one mapping that ends with it.</summary>
    private const ulong HeapRange = 256UL << 30;

    /// <summary>Bytes in memory that are not of the collected heap: code, stacks, buffers of the runtime and of libraries.</summary>
    public static long OutsideHeap(int process)
    {
        var mappings = MappingsOf(File.ReadLines($"/proc/{process}/smaps")).ToList();
        var (from, to, _) = mappings.MaxBy(mapping => mapping.To - mapping.From);
        if (to - from < HeapRange / 2)
            throw new InvalidOperationException("No mapping looks like the range of the collected heap.");

        return mappings.Where(mapping => mapping.From < to - HeapRange || mapping.From >= to).Sum(mapping => mapping.Resident);
    }

    private static IEnumerable<(ulong From, ulong To, long Resident)> MappingsOf(IEnumerable<string> smaps)
    {
        (ulong From, ulong To) current = default;
        foreach (var line in smaps)
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal))
                yield return (current.From, current.To, 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
            else if (line.Split('-', ' ') is [var from, var to, ..] && ulong.TryParse(from, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first))
                current = (first, ulong.Parse(to, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
    }
}
