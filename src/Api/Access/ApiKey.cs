using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.Access;

/// <summary>A key as its file keeps it: all but the secret, of which there is a digest alone.</summary>
internal sealed record ApiKey
{
    /// <summary>12 small hexadecimal digits; stands in logs, and in the key itself.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is, for people.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>SHA-256 of the whole key in hexadecimal digits. The secret is 256 random bits, which nobody tries out: a slow hash would protect nothing more.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>From then on it opens nothing; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked; null while it holds.</summary>
    public DateTimeOffset? Revoked { get; init; }

    public bool HoldsAt(DateTimeOffset now) => Revoked is null && !(Expires <= now);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ApiKey))]
internal sealed partial class KeyJson : JsonSerializerContext;
