using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Seq2SeqService.Api.Access;

/// <summary>A key as its owner holds it: <c>s2s_</c>, its id, <c>_</c>, and 256 random bits in base64url. The beginning is for programs that look for lost secrets.</summary>
internal static class KeyText
{
    public const int IdLength = 12;

    private const string Prefix = "s2s_";
    private const int SecretBytes = 32;
    private const int MaxLength = 128;   // what is longer is no key, and is not digested

    /// <summary>A new key, which is shown once and nowhere kept.</summary>
    public static (string Id, string Text) New()
    {
        var id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
        return (id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>The id in a key; null of what cannot be one.</summary>
    public static string? IdOf(string text) =>
        text.Length is > 0 and <= MaxLength && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length > Prefix.Length + IdLength && text[Prefix.Length + IdLength] == '_'
            ? text.Substring(Prefix.Length, IdLength)
            : null;

    public static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
