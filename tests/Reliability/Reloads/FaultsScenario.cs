using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>
/// The disk below a service fails while clients ask without pause: what serves goes on, no request fails, and when the fault is over the next version
/// comes into service.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FaultsScenario : IDisposable
{
    private const int Beams = 1;
    private const int DiskMegabytes = 30;   // three versions and a half
    private const UnixFileMode Readable = (UnixFileMode)0b110_100_100;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2), ManyLooks = TimeSpan.FromSeconds(1);

    private readonly SmallDisk _disk = new(DiskMegabytes);
    private readonly TemporaryStore _store;
    private readonly Replica _replica;
    private readonly Caller _caller;
    private readonly CheckedLoad _load;
    private readonly Dictionary<string, string> _right = [];
    private int _version = 1;

    private FaultsScenario()
    {
        _store = new(Path.Combine(_disk.Root, "models"));
        _store.Publish(_version, Beams);
        var data = Directory.CreateDirectory(Path.Combine(_disk.Root, "data"), (UnixFileMode)0b111_111_111).FullName;
        File.SetUnixFileMode(data, (UnixFileMode)0b111_111_111);
        _replica = Replica.Unprivileged(
            $"--Inference:ModelsDirectory={_store.Root}", "--Inference:PollInterval=00:00:00.05", "--Inference:Gate:MaxLatencyFactor=1000", $"--Api:Glossaries:Directory={data}");
        _caller = new(_replica.Address);
        _load = new(_replica.Address, [.. TemporaryStore.Sentences.Take(16)], (_, sentence) => _right[sentence]);
    }

    private string ModelDirectory => Path.Combine(_store.Root, TemporaryStore.Model);

    public static async Task<int> RunAsync(Arguments options)
    {
        using var scenario = new FaultsScenario();
        return await scenario.RunAsync(options.Number("clients", 2));
    }

    public void Dispose()
    {
        _load.Dispose();
        _caller.Dispose();
        _replica.Dispose();
        _disk.Dispose();
    }

    private async Task<int> RunAsync(int clients)
    {
        await _replica.ReadyAsync();
        foreach (var sentence in TemporaryStore.Sentences.Take(16))
            _right[sentence] = (await _caller.TranslateAsync(sentence, CancellationToken.None)).Text;

        _load.Start(clients);
        Console.WriteLine("| fault | answers meanwhile | failed or wrong | what is seen of it |\n|---|---:|---:|---|");
        await TryAsync("the model's directory is gone", () => WithoutAsync(ModelDirectory));
        await TryAsync("the store is gone", () => WithoutAsync(_store.Root));
        await TryAsync("the model's directory may not be read", ForbiddenAsync);
        await TryAsync("a file of a new version may not be read", UnreadableFileAsync);
        if (_disk.IsSmall)
        {
            await TryAsync("no room to publish", NoRoomToPublishAsync);
            await TryAsync("no room for what the service keeps", NoRoomToKeepAsync);
        }
        else
        {
            Console.WriteLine("| no room on the disk | | | not tried: this process may not mount a small one |");
        }

        await _load.StopAsync();
        foreach (var fault in _load.Faults.Take(5))
            Console.WriteLine($"- {fault}");

        return _load.Faults.Count == 0 ? 0 : 1;
    }

    /// <summary>What happens returns what was seen of it; then the next version must come into service.</summary>
    private async Task TryAsync(string fault, Func<Task<string>> happens)
    {
        var (answers, faults) = (_load.Answers, _load.Faults.Count);
        var seen = await happens();
        _store.Publish(++_version, Beams);
        await ServesAsync();
        _store.Remove(_version - 1);
        Console.WriteLine($"| {fault} | {_load.Answers - answers} | {_load.Faults.Count - faults} | {seen} |");
    }

    private async Task ServesAsync()
    {
        var first = _load.AnswersAsync(_version);
        if (await Task.WhenAny(first, Task.Delay(Longest)) != first)
            throw new TimeoutException($"Version {_version} does not serve: {await _caller.ModelAsync(CancellationToken.None)}");
    }

    private async Task<string> WithoutAsync(string directory)
    {
        var away = Path.Combine(_disk.Root, "away");
        Directory.Move(directory, away);
        await Task.Delay(ManyLooks);
        var model = await _caller.ModelAsync(CancellationToken.None);
        Directory.Move(away, directory);
        return $"{model["version"]} serves on";
    }

    private async Task<string> ForbiddenAsync()
    {
        var mode = File.GetUnixFileMode(ModelDirectory);
        File.SetUnixFileMode(ModelDirectory, UnixFileMode.None);
        await Task.Delay(ManyLooks);
        var model = await _caller.ModelAsync(CancellationToken.None);
        File.SetUnixFileMode(ModelDirectory, mode);
        return $"{model["version"]} serves on";
    }

    private async Task<string> UnreadableFileAsync()
    {
        var (before, final) = (_store.PathOf(_version), _store.PathOf(++_version));
        var partial = Directory.CreateDirectory(final + CheckpointStore.PartialSuffix).FullName;
        foreach (var path in Directory.GetFiles(before))
            File.Copy(path, Path.Combine(partial, Path.GetFileName(path)));

        File.SetUnixFileMode(Path.Combine(partial, CheckpointFiles.Vocabulary), UnixFileMode.None);
        Directory.Move(partial, final);
        using var limit = new CancellationTokenSource(Longest);
        string? reason;
        while ((reason = await _caller.RefusalAsync(_version, limit.Token)) is null)
            await Task.Delay(20, limit.Token);

        File.SetUnixFileMode(Path.Combine(final, CheckpointFiles.Vocabulary), Readable);
        await ServesAsync();
        Directory.Delete(before, recursive: true);
        return $"refused: {reason} Served when it could be read";
    }

    private Task<string> NoRoomToPublishAsync()
    {
        _disk.Fill();
        var refused = "published on a full disk";
        try
        {
            _store.Publish(_version + 1, Beams);
        }
        catch (IOException error)
        {
            refused = $"the publisher: {error.Message}";
        }

        _disk.Free();
        var left = Directory.GetDirectories(ModelDirectory, "*" + CheckpointStore.PartialSuffix);
        return left.Length == 0 ? Task.FromResult(refused) : throw new InvalidOperationException($"{left[0]} was left behind.");
    }

    private async Task<string> NoRoomToKeepAsync()
    {
        using var http = new HttpClient { BaseAddress = _replica.Address };
        var terms = string.Join('\n', Enumerable.Range(0, 2000).Select(i => $"term{i}\tWort{i}"));
        var glossary = new { name = "full", source_lang = "en", target_lang = "de", entries = terms, entries_format = "tsv" };
        _disk.Fill();
        using var refused = await http.PostAsJsonAsync("v2/glossaries", glossary);
        _disk.Free();
        using var kept = await http.PostAsJsonAsync("v2/glossaries", glossary);
        return kept.StatusCode == HttpStatusCode.Created && !refused.IsSuccessStatusCode
            ? $"a glossary is refused with {(int)refused.StatusCode}, and kept when there is room"
            : throw new InvalidOperationException($"A glossary on a full disk: {refused.StatusCode}; afterwards: {kept.StatusCode} {await kept.Content.ReadAsStringAsync()}");
    }
}
