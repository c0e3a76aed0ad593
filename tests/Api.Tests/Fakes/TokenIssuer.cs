using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>Makes tokens, good and bad, by hand: what a library would refuse to make is what must be refused.</summary>
internal sealed class TokenIssuer : IDisposable
{
    public const string Name = "https://login.example";
    public const string Audience = "seq2seqservice";

    private readonly RSA _key = RSA.Create(2048);

    public string KeyId { get; init; } = "one";

    public JsonObject PublicKey
    {
        get
        {
            var parameters = _key.ExportParameters(includePrivateParameters: false);
            return new()
            {
                ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            };
        }
    }

    public byte[] PublicKeyPem => Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem());

    public string KeySet => new JsonObject { ["keys"] = new JsonArray(PublicKey) }.ToJsonString();

    public static JsonObject Claims(string scope = "translate", string name = "alice", TimeSpan? until = null) => new()
    {
        ["iss"] = Name, ["aud"] = Audience, ["sub"] = name, ["scope"] = scope,
        ["exp"] = (DateTimeOffset.UtcNow + (until ?? TimeSpan.FromMinutes(5))).ToUnixTimeSeconds(),
    };

    public string Token(JsonObject claims) =>
        Sealed(new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId }, claims, Sign);

    public byte[] Sign(byte[] text) => _key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static string Sealed(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Part(header)}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    public static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    public void Dispose() => _key.Dispose();
}
