using System.Collections.Concurrent;
using System.Globalization;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>Hot reload under load. Longer: SEQ2SEQ_RELOADS=20 SEQ2SEQ_CLIENTS=50.</summary>
public sealed class ReloadTests : IDisposable
{
    private const int MaxAnswers = 10_000_000;

    private static readonly int Reloads = Number("SEQ2SEQ_RELOADS", otherwise: 5);
    private static readonly int Clients = Number("SEQ2SEQ_CLIENTS", otherwise: 8);

    private static readonly string[] Sentences =
        ["The quick brown fox jumps.", "Where is the station?", "It is here, on the left.", "How daft!", "The lazy dog jumps over the quick fox."];

    private readonly TinyStore _store = new();
    private readonly ConcurrentDictionary<(int Version, string Sentence, string Text), int> _answers = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _firstAnswers = new();

    [Fact(Timeout = 600_000)]
    public async Task No_request_fails_while_versions_come_and_each_answer_is_its_versions_own()
    {
        _store.Publish(1);
        await using var service = TinyClient.Serve(_store);
        using var observer = new TinyClient(service);
        await observer.ReadyAsync();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => TranslateWithoutPauseAsync(service, client, stop.Token))).ToArray();

        for (var version = 1; version <= Reloads + 1; version++)
        {
            if (version > 1)
                _store.Publish(version);

            await await Task.WhenAny([FirstAnswerOf(version).Task, .. clients]);   // a client ends early only by failing
            Assert.Equal($"{version}", (string?)(await observer.ModelAsync())!["version"]);
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        CheckAnswers();
        TestContext.Current.TestOutputHelper?.WriteLine($"{_answers.Values.Sum()} answers of {Reloads + 1} versions to {Clients} clients");
    }

    public void Dispose() => _store.Dispose();

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private async Task TranslateWithoutPauseAsync(RunningService service, int client, CancellationToken stop)
    {
        using var caller = new TinyClient(service);
        var newest = 0;
        for (var i = client; !stop.IsCancellationRequested; i++)
        {
            var sentence = Sentences[i % Sentences.Length];
            var answer = await caller.TranslateAsync(sentence);

            Assert.True(answer.Version >= newest, $"Version {answer.Version} answered after version {newest}.");
            Assert.True(i < MaxAnswers, "The new version does not come.");
            newest = answer.Version;
            _answers.AddOrUpdate((answer.Version, sentence, answer.Text), 1, (_, count) => count + 1);
            FirstAnswerOf(answer.Version).TrySetResult();
        }
    }

    private TaskCompletionSource FirstAnswerOf(int version) =>
        _firstAnswers.GetOrAdd(version, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void CheckAnswers()
    {
        var ownAnswers = new HashSet<string>();
        foreach (var ofVersion in _answers.Keys.GroupBy(answer => answer.Version))
        {
            using var own = new OwnAnswers(_store.PathOf(ofVersion.Key));
            foreach (var (_, sentence, text) in ofVersion)
                Assert.Equal(own.To(sentence), text);

            // Else the test would not see an answer of the wrong version.
            Assert.True(ownAnswers.Add(string.Join('\n', Sentences.Select(own.To))), $"Version {ofVersion.Key} answers like another one.");
        }

        Assert.Equal(Reloads + 1, ownAnswers.Count);
    }
}
