using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Runs;

/// <summary>
/// The directory of one run: <c>vocabulary/</c>, <c>state/</c> (what a resumed run needs), <c>best/</c> (weights worth publishing) and
/// <c>log.jsonl</c>.
/// </summary>
internal sealed class RunDirectory
{
    public RunDirectory(string path) => Path = path;

    public string Path { get; }

    public string Vocabulary => In("vocabulary");

    public string Best => In("best");

    public string Log => In("log.jsonl");

    /// <summary>The vocabulary of this run, trained on its data at the first start and never again.</summary>
    public Tokenizer OpenVocabulary(Recipe recipe, Action<string> say)
    {
        if (!Directory.Exists(Vocabulary))
        {
            say($"Training a vocabulary of {recipe.Vocabulary.Size:N0} pieces");
            var partial = Vocabulary + ".partial";
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
            Directory.CreateDirectory(partial);
            TokenizerFiles.Write(partial, Vocabularies.Train(recipe));
            Directory.Move(partial, Vocabulary);
        }

        var tokenizer = Tokenizer.Load(Vocabulary);
        return Vocabularies.TargetLanguages(recipe).FirstOrDefault(language => !tokenizer.HasTag(language)) is { } missing
            ? throw new RecipeException($"{Vocabulary} has no tag >>{missing}<<: other languages need another run directory.")
            : tokenizer;
    }

    /// <summary>Makes the directory and holds it while a run trains; a second one in the same directory would overwrite its state.</summary>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(Path);
        try
        {
            return new FileStream(In(".run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new RecipeException($"{Path} is in use by another training run; stop it, or choose another directory.", error);
        }
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);
}
