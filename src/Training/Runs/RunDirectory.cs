using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Runs;

/// <summary>
/// The directory of one run: <c>vocabulary/</c>, <c>state/</c> (what a resumed run needs), <c>best/</c> (weights worth publishing),
/// <c>pairs/</c> (blocks of a text that is not held whole), <c>data.json</c>, <c>data.txt</c> and <c>log.jsonl</c>.
/// </summary>
internal sealed class RunDirectory
{
    public RunDirectory(string path) => Path = path;

    public string Path { get; }

    public string Vocabulary => In("vocabulary");

    public string Best => In("best");

    public string Log => In("log.jsonl");

    /// <summary>Blocks of the training text, where it is not held whole.</summary>
    public string Pairs => In("pairs");

    /// <summary>What the filters did: with <c>.json</c> and with <c>.txt</c> behind it.</summary>
    public string DataReport => In("data");

    /// <summary>The vocabulary of this run, trained on its data, or taken over, at the first start and never again.</summary>
    public Tokenizer OpenVocabulary(Recipe recipe, Action<string> say)
    {
        if (!Directory.Exists(Vocabulary))
            MakeVocabulary(recipe, say);

        var tokenizer = Tokenizer.Load(Vocabulary);
        return MissingTag(recipe, tokenizer) is { } missing
            ? throw new RecipeException($"{Vocabulary} has no tag >>{missing}<<: other languages or tags need another run directory.")
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

    private void MakeVocabulary(Recipe recipe, Action<string> say)
    {
        var partial = Vocabulary + ".partial";
        DiskSync.Clear(partial);
        Directory.CreateDirectory(partial);
        if (recipe.Vocabulary.From.Length > 0)
        {
            say($"Taking over the vocabulary of {recipe.Vocabulary.From}");
            new SavedModel(recipe.Vocabulary.From).CopyVocabulary(partial);
            if (MissingTag(recipe, Tokenizer.Load(partial)) is { } missing)
                throw new RecipeException($"vocabulary:from: {recipe.Vocabulary.From} has no tag >>{missing}<<, which the recipe needs.");
        }
        else
        {
            say($"Training a vocabulary of at most {recipe.Vocabulary.Size:N0} pieces");
            var model = Vocabularies.Train(recipe);
            if (model.Pieces.Count < recipe.Vocabulary.Size)
                say($"The text fills {model.Pieces.Count:N0} pieces");
            foreach (var file in TokenizerFiles.Of(model))
                DiskSync.WriteFile(System.IO.Path.Combine(partial, file.Name), file.Write);
        }

        DiskSync.Directory(partial);   // whole on the disk before it has its name, as it is never made again
        Directory.Move(partial, Vocabulary);
        DiskSync.Directory(Path);
    }

    private static string? MissingTag(Recipe recipe, Tokenizer tokenizer) =>
        Vocabularies.Tags(recipe).FirstOrDefault(tag => !tokenizer.HasTag(tag));
}
