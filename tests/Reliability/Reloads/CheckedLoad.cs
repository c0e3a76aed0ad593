using System.Collections.Concurrent;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>
/// Clients that ask without pause. Every answer is compared with what the version that it names says to that sentence; a client sees no older
/// version after a newer one.
/// </summary>
/// <param name="right">What a version says to a sentence; null where any answer will do.</param>
internal sealed class CheckedLoad(Uri address, IReadOnlyList<string> sentences, Func<int, string, string?> right) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _first = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private Task _clients = Task.CompletedTask;
    private int _answers;

    public int Answers => _answers;

    /// <summary>What went wrong, in the order in which it did.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Every version that has answered.</summary>
    public IEnumerable<int> Versions => _first.Where(version => version.Value.Task.IsCompleted).Select(version => version.Key).Order();

    /// <summary>Completes with the first answer of a version.</summary>
    public Task AnswersAsync(int version) => First(version).Task;

    public void Start(int clients) => _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => AskAsync(client))));

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _clients;
    }

    public void Dispose() => _end.Dispose();

    private async Task AskAsync(int client)
    {
        using var caller = new Caller(address);
        var newest = 0;
        for (var i = client; !_end.IsCancellationRequested; i++)
        {
            try
            {
                var sentence = sentences[i % sentences.Count];
                var answer = await caller.TranslateAsync(sentence, CancellationToken.None);
                newest = Check(answer, sentence, newest);
            }
            catch (Exception error)   // every one of them is a broken promise, and said
            {
                _faults.Enqueue($"{error.GetType().Name}: {error.Message}");
            }
        }
    }

    private int Check(VersionAnswer answer, string sentence, int newest)
    {
        Interlocked.Increment(ref _answers);
        if (answer.Version < newest)
            _faults.Enqueue($"version {answer.Version} answered after version {newest}");
        if (right(answer.Version, sentence) is { } expected && expected != answer.Text)
            _faults.Enqueue($"version {answer.Version} is said to have said '{answer.Text}', not '{expected}'");

        First(answer.Version).TrySetResult();
        return answer.Version;
    }

    private TaskCompletionSource First(int version) => _first.GetOrAdd(version, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
