using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Seq2SeqService.Api.Access.Tokens;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access.Tokens;

public sealed class PublicKeyFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData("", "is no JWK set")]
    [InlineData("nonsense", "is no JWK set")]
    [InlineData("{}", "has no public key")]
    [InlineData("""{"keys":[]}""", "has no public key")]
    [InlineData("""{"keys":[{"kty":"oct","k":"Z2VoZWlt"}]}""", "key 1 is neither RSA nor EC")]
    [InlineData("""{"keys":[{"kty":"EC","use":"enc","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}""", "has no public key")]
    public void A_faulty_file_is_refused_and_not_shown(string content, string said) => Refuses(content, said);

    [Fact]
    public void A_private_key_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new(rsa));

        Refuses($$"""{"keys":[{"kty":"RSA","n":"{{key.N}}","e":"{{key.E}}","d":"{{key.D}}","p":"{{key.P}}","q":"{{key.Q}}","dp":"{{key.DP}}","dq":"{{key.DQ}}","qi":"{{key.QI}}"}]}""", "key 1 is private");
    }

    [Fact]
    public void A_private_key_without_its_primes_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new(rsa));

        Refuses($$"""{"keys":[{"kty":"RSA","n":"{{key.N}}","e":"{{key.E}}","d":"{{key.D}}"}]}""", "key 1 is private");
    }

    [Fact]
    public void A_key_whose_numbers_are_no_base64url_is_refused() => Refuses("""{"keys":[{"kty":"RSA","n":"a","e":"AQAB"}]}""", "key 1 has a number that is not base64url");

    [Fact]
    public void A_short_key_is_refused()
    {
        using var rsa = RSA.Create(1024);
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new(rsa));

        Refuses($$"""{"keys":[{"kty":"RSA","n":"{{key.N}}","e":"{{key.E}}"}]}""", "has less than 2048 bits");
    }

    [Fact]
    public async Task Public_keys_are_read_with_the_issuer_of_the_settings()
    {
        using var issuer = new TokenIssuer();
        await File.WriteAllTextAsync(_path, issuer.KeySet, TestContext.Current.CancellationToken);

        var read = await PublicKeyFile.Read(_path, TokenIssuer.Name).GetBaseConfigurationAsync(TestContext.Current.CancellationToken);

        Assert.Equal((TokenIssuer.Name, "one"), (read.Issuer, Assert.Single(read.SigningKeys).KeyId));
    }

    public void Dispose() => File.Delete(_path);

    private void Refuses(string content, string said)
    {
        File.WriteAllText(_path, content);

        var error = Assert.Throws<InvalidDataException>(() => PublicKeyFile.Read(_path, TokenIssuer.Name));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Z2VoZWlt", error.Message, StringComparison.Ordinal);
    }
}
