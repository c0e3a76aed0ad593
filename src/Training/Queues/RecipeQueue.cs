namespace Seq2SeqService.Training.Queues;

/// <summary>
/// A directory of recipes that wait, in the order of their names; <c>running/</c>, <c>done/</c> and <c>failed/</c> below it hold the others. Several
/// workers may share one: a recipe is the worker's that holds its lock, and a worker that dies lets go of it.
/// </summary>
/// <param name="settle">A file that was written less long ago is left alone: it may not be whole yet.</param>
internal sealed class RecipeQueue(string directory, TimeSpan settle, TimeProvider time)
{
    private const string Pattern = "*.json";

    public string Running => Path.Combine(directory, "running");

    public string Done => Path.Combine(directory, "done");

    public string Failed => Path.Combine(directory, "failed");

    public IReadOnlyList<string> WaitingNames => Names(directory);

    public IReadOnlyList<string> RunningNames => Names(Running);

    public void Create()
    {
        foreach (var needed in (string[])[directory, Running, Done, Failed])
            Directory.CreateDirectory(needed);
    }

    /// <summary>The next recipe, first of all one whose worker is gone; null where there is none.</summary>
    public RecipeClaim? Take() =>
        RunningNames.Select(Hold).FirstOrDefault(claim => claim is not null)
        ?? WaitingNames.Where(IsSettled).Where(Claim).Select(Hold).FirstOrDefault(claim => claim is not null);

    /// <summary>The newest of what has ended, newest first, as names with the time.</summary>
    public static IReadOnlyList<(string Name, DateTimeOffset Ended)> Newest(string folder, int most) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).GetFiles(Pattern).Select(file => (file.Name, new DateTimeOffset(File.GetLastWriteTimeUtc(NoteOf(file)), TimeSpan.Zero)))
            .OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.Name, StringComparer.Ordinal).Take(most)]
        : [];

    private static string NoteOf(FileInfo file) => File.Exists(file.FullName + RecipeClaim.Result) ? file.FullName + RecipeClaim.Result : file.FullName + RecipeClaim.Reason;

    private static IReadOnlyList<string> Names(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, Pattern).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A time to come is another machine's clock, and says nothing.</summary>
    private bool IsSettled(string name)
    {
        var age = time.GetUtcNow() - File.GetLastWriteTimeUtc(Path.Combine(directory, name));
        return age >= settle || age < TimeSpan.Zero;
    }

    /// <summary>One rename: of several workers one has done it.</summary>
    private bool Claim(string name)
    {
        var (waiting, running) = (Path.Combine(directory, name), Path.Combine(Running, name));
        if (File.Exists(running))
            return false;   // a recipe of this name is still under way

        try
        {
            RecipeClaim.Forget(running);   // before the move: whoever takes the recipe behind it reads the note
            File.Move(waiting, running, overwrite: false);
            return true;
        }
        catch (IOException) when (!File.Exists(waiting) || File.Exists(running))
        {
            return false;   // another worker was faster
        }
    }

    private RecipeClaim? Hold(string name) => RecipeClaim.Hold(this, name);
}
