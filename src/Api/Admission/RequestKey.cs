using System.Security.Cryptography;
using System.Text.Json;
using Seq2SeqService.Api.Translation;

namespace Seq2SeqService.Api.Admission;

/// <summary>Tells whether two requests ask for the same: a hash of all that they say and of who says it.</summary>
internal static class RequestKey
{
    /// <summary>Null where two would not get the same: drawn at random without a seed.</summary>
    public static string? Of(TranslateRequest request, Sender sender, DialectOptions dialect)
    {
        if (request.Options is { Temperature: > 0, Seed: null })
            return null;

        var said = JsonSerializer.SerializeToUtf8Bytes(new { sender, request, dialect });
        return Convert.ToHexString(SHA256.HashData(said));
    }
}
