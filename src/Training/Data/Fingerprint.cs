using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Seq2SeqService.Training.Data;

/// <summary>Tells pairs, and their order, from others.</summary>
internal static class Fingerprint
{
    /// <param name="choices">Numbers that decide what an epoch makes of them.</param>
    public static string Of(IReadOnlyList<EncodedPair> pairs, params ReadOnlySpan<double> choices)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var pair in pairs)
        {
            hash.AppendData(MemoryMarshal.AsBytes(pair.Source.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(pair.Target.AsSpan()));
        }

        hash.AppendData(MemoryMarshal.AsBytes(choices));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
