using Seq2SeqService.Api.Access;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>A file of keys that goes with the test.</summary>
internal sealed class KeptKeys : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("keys-").FullName;

    public KeptKeys() => KeyFile.Write(File, []);

    public string File => Path.Combine(_directory, "keys.jsonl");

    /// <summary>Settings of a service that wants these keys, and has a place of its own for glossaries.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Api:Keys:File"] = File,
        ["Api:Glossaries:Directory"] = _directory,
    };

    /// <summary>Adds a key and gives its text.</summary>
    public string Add(string scopes) => new KeyList(File, TimeProvider.System).Add("somebody", scopes, expires: null).Text;

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
