using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Runs;

/// <summary>A model that another run begins with: the best weights of a run, or a checkpoint, and the vocabulary beside them.</summary>
internal sealed class SavedModel(string path)
{
    private static readonly string[] VocabularyFiles = [TokenizerFiles.SourceModel, TokenizerFiles.TargetModel, TokenizerFiles.VocabularyFile];

    /// <summary>Copies the vocabulary of this run, checkpoint or output of <c>vocab</c> into an existing directory, byte for byte.</summary>
    public void CopyVocabulary(string directory)
    {
        var found = FindVocabulary() ?? throw new RecipeException($"vocabulary:from: {path} holds no vocabulary, neither of a run nor of a checkpoint.");
        foreach (var file in VocabularyFiles)
            DiskSync.WriteFile(Path.Combine(directory, file), CheckpointFile.Copy(Path.Combine(found, file)).Write);
    }

    /// <summary>Weights for a network that reads with the vocabulary in <paramref name="vocabulary"/>; with another one, ids would mean other pieces.</summary>
    public ModelWeights ReadWeights(string vocabulary)
    {
        var weights = FindWeights() ?? throw new RecipeException($"model:initializeFrom: {path} holds no weights, neither of a validated run nor of a checkpoint.");
        var own = FindVocabulary() ?? throw new RecipeException($"model:initializeFrom: {path} holds no vocabulary to compare.");
        return VocabularyFiles.All(file => AreEqual(Path.Combine(own, file), Path.Combine(vocabulary, file)))
            ? ModelWeights.Read(weights)
            : throw new RecipeException(
                $"model:initializeFrom: {path} has another vocabulary than this run, so its weights stand for other pieces. " +
                $"Set vocabulary:from to the same path, in a new run directory.");
    }

    private string? FindVocabulary() =>
        new[] { new RunDirectory(path).Vocabulary, path }.FirstOrDefault(directory => VocabularyFiles.All(file => File.Exists(Path.Combine(directory, file))));

    private string? FindWeights()
    {
        var run = new RunDirectory(path);
        var best = RunState.ReadPosition(run)?.Best is [var first, ..] ? new BestWeights(run, keep: 1).PathOf(first.Step) : "";
        return new[] { best, Path.Combine(path, CheckpointFiles.Weights), Path.Combine(path, CheckpointFiles.Int8Weights) }.FirstOrDefault(File.Exists);
    }

    private static bool AreEqual(string one, string other) => File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));
}
