namespace Seq2SeqService.Core.Tokens;

/// <summary>The sets of normalisation rules that a new model can be trained with.</summary>
public static class NormalizationRules
{
    private static readonly Lazy<byte[]> NmtNfkcCharsmap = new(ReadCharsmap);

    /// <summary>Unicode NFKC with control characters removed and exotic spaces made plain.</summary>
    public static NormalizerSpec NmtNfkc => new() { Name = "nmt_nfkc", PrecompiledCharsmap = NmtNfkcCharsmap.Value };

    /// <summary>Characters stay as they are; only spaces are tidied.</summary>
    public static NormalizerSpec Identity { get; } = new() { Name = "identity" };

    private static byte[] ReadCharsmap()
    {
        using var resource = typeof(NormalizationRules).Assembly.GetManifestResourceStream("nmt_nfkc.charsmap")
            ?? throw new InvalidOperationException("The assembly lacks its resource nmt_nfkc.charsmap.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
