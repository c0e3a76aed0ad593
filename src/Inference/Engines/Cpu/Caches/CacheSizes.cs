using System.Globalization;

namespace Seq2SeqService.Inference.Engines.Cpu.Caches;

/// <summary>Bytes of a processor's caches: the second level of a core, and the last level, which cores mostly share.</summary>
internal readonly record struct CacheSizes(long SecondLevel, long LastLevel)
{
    private const string LinuxDirectory = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>What is taken where the system does not tell.</summary>
    public static CacheSizes Usual => new(1L << 20, 32L << 20);

    /// <summary>This machine's, read once.</summary>
    public static CacheSizes OfMachine { get; } = Read(LinuxDirectory);

    /// <summary>As Linux tells them: a directory for each cache, with its level, its type and its size in a file each.</summary>
    public static CacheSizes Read(string directory)
    {
        try
        {
            var sizes = Directory.EnumerateDirectories(directory, "index*").Where(cache => Line(cache, "type") != "Instruction")
                .ToDictionary(cache => int.Parse(Line(cache, "level"), CultureInfo.InvariantCulture), cache => Bytes(Line(cache, "size")));
            return sizes.TryGetValue(2, out var second) && second > 0 ? new(second, sizes.MaxBy(cache => cache.Key).Value) : Usual;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException)
        {
            return Usual;   // another system, or a container that hides them
        }
    }

    private static string Line(string cache, string file) => File.ReadAllText(Path.Combine(cache, file)).Trim();

    /// <summary><c>1024K</c>, <c>32M</c> or plain bytes.</summary>
    private static long Bytes(string size) => size[^1..] switch
    {
        "K" => Number(size[..^1]) << 10,
        "M" => Number(size[..^1]) << 20,
        _ => Number(size),
    };

    private static long Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
