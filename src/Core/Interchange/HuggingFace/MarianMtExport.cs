using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.HuggingFace;

/// <summary>A MarianMT directory: a published Transformer is one already, so its files are copied as they are.</summary>
internal static class MarianMtExport
{
    public static IReadOnlyList<string> Write(PublishedTransformer model, string directory)
    {
        model.Copy(
            directory,
            CheckpointFiles.Config, CheckpointFiles.Generation, CheckpointFiles.TokenizerConfig, CheckpointFiles.Vocabulary,
            CheckpointFiles.SourceSentencePiece, CheckpointFiles.TargetSentencePiece, CheckpointFiles.ModelCard, CheckpointFiles.Weights);
        var weights = Path.Combine(directory, CheckpointFiles.Weights);
        if (!File.Exists(weights))
        {
            using var stream = File.Create(weights);
            model.WriteWeights(stream);
        }

        return Notes(model);
    }

    private static IReadOnlyList<string> Notes(PublishedTransformer model)
    {
        var notes = new List<string> { "A published Transformer is a MarianMT directory already: its files were copied as they are." };
        if (model.Config.NormalizeBefore)
            notes.Add("Python's MarianMT computes post-norm layers alone; this model has pre-norm layers, so there it would compute something else.");
        if (model.Config.NormEpsilon != ModelConfig.StandardNormEpsilon)
            notes.Add($"Python's MarianMT adds 1e-5 in its layer norms and this model {model.Config.NormEpsilon}: log-probabilities differ a little.");
        return notes;
    }
}
