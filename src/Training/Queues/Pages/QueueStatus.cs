using System.Text.Json;

namespace Seq2SeqService.Training.Queues.Pages;

/// <summary>The queue and this worker at one moment: <c>GET /status</c>.</summary>
/// <param name="Worker">Machine and process.</param>
/// <param name="Running">What this worker does; null while it waits.</param>
/// <param name="Others">Recipes that other workers have, or had when they ended.</param>
/// <param name="Done">The newest first.</param>
internal sealed record QueueStatus(
    string Worker, DateTimeOffset Started, RunningRecipe? Running, IReadOnlyList<string> Others, IReadOnlyList<string> Waiting,
    IReadOnlyList<EndedRecipe> Done, IReadOnlyList<EndedRecipe> Failed)
{
    private const int MostEnded = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static QueueStatus Of(RecipeQueue queue, WorkerStatus worker)
    {
        var running = worker.Running;
        return new(
            $"{Environment.MachineName}:{Environment.ProcessId}", worker.Started, running, [.. queue.RunningNames.Where(name => name != running?.Recipe)], queue.WaitingNames,
            Ended(queue.Done, path => new EndedRecipe { Result = JsonSerializer.Deserialize<QueueResult>(Read(path + RecipeClaim.Result), Json) }),
            Ended(queue.Failed, path => new EndedRecipe { Reason = Read(path + RecipeClaim.Reason).TrimEnd() }));
    }

    private static IReadOnlyList<EndedRecipe> Ended(string folder, Func<string, EndedRecipe> read) =>
        [.. RecipeQueue.Newest(folder, MostEnded).Select(entry => Readable(() => read(Path.Combine(folder, entry.Name))) with { Recipe = entry.Name, Ended = entry.Ended })];

    private static string Read(string path) => File.ReadAllText(path);

    /// <summary>People tidy up folders: an entry without its file is shown by its name.</summary>
    private static EndedRecipe Readable(Func<EndedRecipe> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return new EndedRecipe();
        }
    }
}

/// <summary>A recipe that has ended.</summary>
internal sealed record EndedRecipe
{
    public string Recipe { get; init; } = "";

    public DateTimeOffset Ended { get; init; }

    public QueueResult? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }
}
