using System.CommandLine;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli;

/// <summary>The options that every command has: where the service is, and the key for what stands in front of it.</summary>
internal sealed class ServerOptions
{
    public const string ServerVariable = "SEQ2SEQ_SERVER";
    private const string KeyVariable = "SEQ2SEQ_KEY";
    private const string DefaultServer = "http://localhost:5080";

    private readonly Option<string?> _server = new("--server") { Description = $"Address of the service; else {ServerVariable}, else {DefaultServer}." };
    private readonly Option<string?> _key = new("--key") { Description = $"Key to send as Authorization: Bearer; else {KeyVariable}. Other users see a command's options." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_key);
    }

    public TranslationClient Client(ParseResult parsed, int retries = 3)
    {
        var server = parsed.GetValue(_server) ?? Variable(ServerVariable) ?? DefaultServer;
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"The server '{server}' is no address: write it like {DefaultServer}.");

        return new(new TranslationClientOptions { BaseAddress = address, ApiKey = parsed.GetValue(_key) ?? Variable(KeyVariable), MaxRetries = retries });
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
