using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>A file with one key, as <c>keys create</c> writes it; it goes with the test.</summary>
internal sealed class KeptKey : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("keys-").FullName;

    public KeptKey(params IReadOnlyList<string> scopes)
    {
        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        Text = $"s2s_{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        File.WriteAllText(Setting.Value, JsonSerializer.Serialize(new
        {
            id,
            name = "somebody",
            scopes,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))),
            created = DateTimeOffset.UnixEpoch,
        }));
    }

    public string Text { get; }

    /// <summary>What makes a service want this key.</summary>
    public (string Name, string Value) Setting => ("Api:Keys:File", Path.Combine(_directory, "keys.jsonl"));

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
