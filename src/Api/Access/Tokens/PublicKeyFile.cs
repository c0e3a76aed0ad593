using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Seq2SeqService.Api.Access.Tokens;

/// <summary>A file of public keys. Secret ones are refused: who can read the file could make tokens with them.</summary>
internal static class PublicKeyFile
{
    private const int MinRsaBits = 2048;

    /// <summary>The keys as what an authority says of itself.</summary>
    /// <exception cref="InvalidDataException">The file holds no keys, or one that may not be used; the message shows none of it.</exception>
    public static BaseConfigurationManager Read(string path, string issuer)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = issuer };
        foreach (var (key, number) in Parse(path).Keys.Select((key, index) => (key, index + 1)))
        {
            if (FaultOf(key) is { } fault)
                throw new InvalidDataException($"{path}: key {number} {fault}");

            if (key.Use != JsonWebKeyUseNames.Enc)   // providers publish keys for encryption beside them
                configuration.SigningKeys.Add(key);
        }

        return configuration.SigningKeys.Count > 0
            ? new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration)
            : throw new InvalidDataException($"{path} has no public key under \"keys\".");
    }

    private static JsonWebKeySet Parse(string path)
    {
        var text = File.ReadAllText(path);
        try
        {
            return new(text);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException($"{path} is no JWK set: a JSON object with public keys under \"keys\".");
        }
    }

    private static string? FaultOf(JsonWebKey key)
    {
        try
        {
            return Fault(key);
        }
        catch (FormatException)
        {
            return "has a number that is not base64url.";
        }
    }

    private static string? Fault(JsonWebKey key) =>
        key.Kty is not (JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve) ? "is neither RSA nor EC. Secrets that two sides share are not taken."
        : key.D is not null || key.HasPrivateKey ? "is private. Put its public half here alone."
        : key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeySize < MinRsaBits ? $"has less than {MinRsaBits} bits."
        : null;
}
