using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>
/// Damaged versions, one after the other, while clients ask without pause: none that is certainly damaged serves, each is refused with a reason, no
/// request fails, and the answers stay as they were.
/// </summary>
internal sealed class DamagedScenario : IDisposable
{
    private const int Kills = 10;   // of a hundred refusals
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly TemporaryStore _store = new();
    private readonly DamageReport _report = new();
    private readonly HashSet<int> _sound = [1];
    private readonly Random _random;
    private readonly Replica _replica;
    private readonly Caller _caller;
    private readonly TimeSpan _publication;
    private readonly Dictionary<string, string> _right = [];
    private int _serving = 1;
    private int _version = 1;

    private DamagedScenario(int seed)
    {
        _random = new(seed);
        var start = Stopwatch.GetTimestamp();
        TemporaryStore.PublishWhole(_store.Root, 1);
        _publication = Stopwatch.GetElapsedTime(start);
        _replica = new($"--Inference:ModelsDirectory={_store.Root}", "--Inference:PollInterval=00:00:00.05", "--Inference:Gate:MaxLatencyFactor=1000", "--Logging:LogLevel:Default=None");
        _caller = new(_replica.Address);
    }

    public static async Task<int> RunAsync(Arguments options)
    {
        using var scenario = new DamagedScenario(options.Number("seed", 1));
        return await scenario.RunAsync(options.Number("count", 200), options.Number("clients", 2));
    }

    public void Dispose()
    {
        _caller.Dispose();
        _replica.Dispose();
        _store.Dispose();
    }

    private async Task<int> RunAsync(int count, int clients)
    {
        await _replica.ReadyAsync();
        await LearnAsync();
        using var load = new CheckedLoad(_replica.Address, [.. _right.Keys], RightOf);
        load.Start(clients);

        var damages = Damages.Of([.. Directory.GetFiles(TemporaryStore.Bundled).Select(path => Path.GetFileName(path))]);
        for (var i = 0; _report.AllRefused < count - (count * Kills / 100); i++)
            await TryAsync(damages[i % damages.Count]);

        while (_report.AllRefused < count)
            await KillAsync();

        await ServeSoundAsync();   // and the way is free for what is whole
        await load.StopAsync();
        _report.Print();
        Console.WriteLine($"\n{load.Answers} answers meanwhile, {load.Faults.Count} failed or wrong");
        foreach (var fault in load.Faults.Take(5))
            Console.WriteLine($"- {fault}");

        return _report.Broken + load.Faults.Count == 0 ? 0 : 1;
    }

    private async Task LearnAsync()
    {
        foreach (var sentence in TemporaryStore.Sentences.Take(16))
            _right[sentence] = (await _caller.TranslateAsync(sentence, CancellationToken.None)).Text;
    }

    /// <summary>All that are whole say the same; what is harmlessly damaged may say a word otherwise.</summary>
    private string? RightOf(int version, string sentence)
    {
        lock (_sound)
            return _sound.Contains(version) ? _right[sentence] : null;
    }

    private async Task TryAsync(Damage damage)
    {
        Spoil(damage);
        if (await VerdictAsync() is not { } refusal)
        {
            await JudgeAcceptedAsync(damage);
            return;
        }

        if (refusal.Length > 0)
            _report.Refused(damage.Kind, refusal);
        else
            _report.BrokenPromise(damage.Kind, "refused without a reason");
        _store.Remove(_version);
    }

    /// <summary>The next version: a copy of the sound one with the damage, there at once as by a publisher's rename.</summary>
    private void Spoil(Damage damage)
    {
        var final = _store.PathOf(++_version);
        var partial = Directory.CreateDirectory(final + CheckpointStore.PartialSuffix).FullName;
        foreach (var path in Directory.GetFiles(TemporaryStore.Bundled))
            File.Copy(path, Path.Combine(partial, Path.GetFileName(path)));

        damage.Spoil(partial, _random);
        Directory.Move(partial, final);
    }

    private async Task JudgeAcceptedAsync(Damage damage)
    {
        var gate = (await _caller.ModelAsync(CancellationToken.None))["gate"]!["directions"]!.AsArray();
        if (damage.IsCertain)
            _report.BrokenPromise(damage.Kind, $"version {_version} serves");
        else if (gate.Count == 0 || gate.Any(direction => (double)direction!["chrf"]! < (double)direction["promised"]! - 3))
            _report.BrokenPromise(damage.Kind, $"version {_version} serves with the sentinels {gate.ToJsonString()}");
        else
            _report.Unharmed(damage.Kind);

        await ServeSoundAsync();
    }

    private async Task KillAsync()
    {
        const string Kind = "publisher killed with -9";
        lock (_sound)
            _sound.Add(++_version);   // where anything serves, it must be the whole

        if (!await KilledPublisher.RunAsync(_store, _version, _random.NextDouble() * 3 * _publication))
            _report.Refused(Kind, "Nothing was published.");
        else if (await VerdictAsync() is { } refusal)
            _report.BrokenPromise(Kind, $"what was published is refused: {refusal}");
        else
            _report.Unharmed(Kind);
    }

    private async Task ServeSoundAsync()
    {
        lock (_sound)
            _sound.Add(++_version);

        TemporaryStore.PublishWhole(_store.Root, _version);
        if (await VerdictAsync() is { } refusal)
            throw new InvalidOperationException($"A sound version is refused: {refusal}");

        foreach (var left in CheckpointStore.Versions(_store.Root, TemporaryStore.Model).Where(version => version != $"{_serving}"))
            _store.Remove(int.Parse(left, null));
    }

    /// <summary>Why the newest version is refused, or null where it serves.</summary>
    private async Task<string?> VerdictAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            var model = await _caller.ModelAsync(limit.Token);
            if ((string?)model["version"] == $"{_version}")
            {
                _serving = _version;
                return null;
            }

            if ((string?)model["version"] != $"{_serving}")
                _report.BrokenPromise("serving version", $"{model["version"]} serves, not {_serving}");
            if (Caller.RefusalOf(model, _version) is { } reason)
                return reason;

            await Task.Delay(20, limit.Token);
        }
    }
}
