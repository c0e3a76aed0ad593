using System.Globalization;
using System.Text.Json;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Queues;

/// <summary>A recipe that this worker has in hand, for as long as it holds the lock beside it.</summary>
internal sealed class RecipeClaim : IDisposable
{
    /// <summary>Ending of the file that says what became of a recipe that is done.</summary>
    public const string Result = ".result";

    /// <summary>Ending of the file that says why a recipe failed.</summary>
    public const string Reason = ".reason";

    private const string NoteSuffix = ".note";
    private const int MostAttempts = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly RecipeQueue _queue;
    private readonly FileStream _lock;

    private RecipeClaim(RecipeQueue queue, string name, FileStream held)
    {
        (_queue, Name, _lock) = (queue, name, held);
        Path = System.IO.Path.Combine(queue.Running, name);
        Note = ReadNote();
    }

    public string Name { get; }

    public string Path { get; }

    public RecipeNote Note { get; private set; }

    /// <summary>Null where another worker holds it, or has just ended it.</summary>
    public static RecipeClaim? Hold(RecipeQueue queue, string name)
    {
        var path = System.IO.Path.Combine(queue.Running, name);
        FileStream held;
        try
        {
            held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }

        RecipeClaim? claim = null;
        try
        {
            return claim = File.Exists(path) ? new RecipeClaim(queue, name, held) : null;
        }
        finally
        {
            if (claim is null)
                held.Dispose();
        }
    }

    /// <summary>Deletes the note of an earlier recipe, which a worker leaves that is killed behind its last move.</summary>
    /// <param name="path">Where the recipe is going to run.</param>
    public static void Forget(string path) => File.Delete(path + NoteSuffix);

    /// <summary>Counts a start; one that ends the process again and again before the run has saved further is given up.</summary>
    /// <param name="step">Updates that the run has saved.</param>
    /// <exception cref="RecipeException">There were too many.</exception>
    public void Begin(int step)
    {
        var attempts = Note.Step == step ? Note.Attempts + 1 : 1;
        if (attempts > MostAttempts)
            throw new RecipeException($"The worker ended {MostAttempts} times with this recipe before it had saved further than step {step}; look into its log.");

        Write(Note with { Attempts = attempts, Step = step });
    }

    /// <summary>The version that is published next, so that a worker which takes over does not publish another.</summary>
    public void Publishing(string version) => Write(Note with { Version = version });

    /// <summary>Stopped in good order: it goes on at the next start.</summary>
    public void Stopped() => Write(Note with { Attempts = 0 });

    public void Finish(QueueResult result) => MoveTo(_queue.Done, Result, JsonSerializer.Serialize(result, Json));

    public void Fail(string reason) => MoveTo(_queue.Failed, Reason, reason);

    public void Dispose() => _lock.Dispose();

    private RecipeNote ReadNote()
    {
        try
        {
            return File.Exists(Path + NoteSuffix) ? JsonSerializer.Deserialize<RecipeNote>(File.ReadAllText(Path + NoteSuffix), Json) ?? new() : new();
        }
        catch (JsonException)
        {
            return new();   // damaged: count anew
        }
    }

    private void Write(RecipeNote note)
    {
        Note = note;
        DiskSync.Replace(Path + NoteSuffix, JsonSerializer.Serialize(note, Json));
    }

    /// <summary>What is said of it comes first, so that nothing lies there unexplained.</summary>
    private void MoveTo(string folder, string suffix, string text)
    {
        var target = Free(folder);
        File.WriteAllText(target + suffix, text + "\n");
        File.Move(Path, target);
        File.Delete(Path + NoteSuffix);
    }

    /// <summary>The recipe's own name, or with a number where one of that name has ended before.</summary>
    private string Free(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        for (var number = 2; File.Exists(path); number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileNameWithoutExtension(Name)}.{number}.json");
            path = System.IO.Path.Combine(folder, name);
        }

        return path;
    }
}

/// <summary>What a worker leaves to the one that takes over.</summary>
/// <param name="Attempts">Starts since the run has saved further.</param>
/// <param name="Step">Updates that had been saved at the last start.</param>
/// <param name="Version">The version that is published at the end, once it has a name.</param>
internal sealed record RecipeNote(int Attempts = 0, int Step = -1, string? Version = null);

/// <summary>What became of a recipe.</summary>
/// <param name="Version">The published version with its model, <c>model/version</c>; null where there is nothing to publish.</param>
/// <param name="Score">The best by the recipe's metric.</param>
internal sealed record QueueResult(string Model, string? Version, int Step, double Hours, double? Score, string Run);
