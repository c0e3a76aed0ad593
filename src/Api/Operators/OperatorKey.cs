using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Operators;

/// <summary>The key that operators show. Kept as its hash; compared in a time that says nothing about it.</summary>
internal sealed class OperatorKey
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _hash;

    /// <summary>Reads the file of <see cref="ApiOptions.OperatorKeyFile"/> where there is one; what is wrong with it stops the start.</summary>
    public OperatorKey(IOptions<ApiOptions> options)
    {
        var key = options.Value.OperatorKeyFile is { Length: > 0 } file ? Read(file) : options.Value.OperatorKey;
        if (key.Length > 0)
            _hash = Hash(key);
    }

    /// <summary>There is a key; without one nobody is an operator.</summary>
    public bool IsSet => _hash is not null;

    /// <summary>The header <c>Authorization: Bearer KEY</c> shows the key.</summary>
    public bool IsShownBy(HttpRequest request) =>
        _hash is not null
        && request.Headers.Authorization is [{ } header]
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), _hash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Read(string file)
    {
        try
        {
            var key = File.ReadAllText(file).Trim();
            return key.Length >= ApiOptions.MinOperatorKeyLength
                ? key
                : throw new InvalidDataException($"{ApiOptions.Section}:OperatorKeyFile names '{file}', whose key has fewer than {ApiOptions.MinOperatorKeyLength} characters.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{ApiOptions.Section}:OperatorKeyFile names '{file}', which cannot be read.", error);
        }
    }
}
