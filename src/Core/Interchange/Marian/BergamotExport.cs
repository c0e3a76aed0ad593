using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Writes what Marian needs to go from text to text, as Bergamot runs it in browsers: weights in one <c>.bin</c>, and SentencePiece models
/// that are the vocabulary. <see cref="MarianImport"/> gives back the same network.
/// </summary>
internal static class BergamotExport
{
    private const string WeightsName = "model.bin", VocabularyName = "vocab.spm", SourceVocabularyName = "vocab.source.spm", TargetVocabularyName = "vocab.target.spm";

    public static IReadOnlyList<string> Write(PublishedTransformer model, string directory)
    {
        var settings = new MarianSettings(model);
        settings.RequirePositions();
        RequireRunnable(model.Config, settings);
        var (source, target) = WriteVocabularies(model, directory);
        WriteWeights(model, settings, Path.Combine(directory, WeightsName));
        File.WriteAllText(Path.Combine(directory, MarianSettings.FileName), settings.Decoder(WeightsName, source, target));
        model.Copy(directory, CheckpointFiles.ModelCard);
        return settings.Notes();
    }

    /// <summary>These files are there to be run, so what would run as another network is refused.</summary>
    private static void RequireRunnable(ModelConfig config, MarianSettings settings)
    {
        string? obstacle = config.EncoderFeedForward == config.DecoderFeedForward
            ? settings.Obstacles().FirstOrDefault()
            : $"Bergamot's Marian has one width of feed-forward parts for both sides; this model has {config.EncoderFeedForward} and {config.DecoderFeedForward}.";
        if (obstacle is not null)
            throw new CheckpointException($"{obstacle} It can be exported to CTranslate2.");
    }

    /// <summary>The names of the files for source and target: one file where both sides cut alike.</summary>
    private static (string Source, string Target) WriteVocabularies(PublishedTransformer model, string directory)
    {
        var source = Vocabulary(CheckpointFiles.SourceSentencePiece);
        var target = Vocabulary(CheckpointFiles.TargetSentencePiece);
        var isShared = source.Span.SequenceEqual(target.Span);
        var names = isShared ? (VocabularyName, VocabularyName) : (SourceVocabularyName, TargetVocabularyName);
        File.WriteAllBytes(Path.Combine(directory, names.Item1), source.Span);
        if (!isShared)
            File.WriteAllBytes(Path.Combine(directory, names.Item2), target.Span);
        return names;

        ReadOnlyMemory<byte> Vocabulary(string file) => BuiltInVocabulary.Of(SentencePieceModel.Load(model.Published.PathOf(file)), model.Pieces, file).ToBytes();
    }

    private static void WriteWeights(PublishedTransformer model, MarianSettings settings, string path)
    {
        var binary = new MarianBinaryWriter();
        foreach (var (name, tensor) in new MarianWeights(model).All())
            binary.Add(name, tensor);
        binary.Add(MarianImport.OptionsName, [.. Encoding.UTF8.GetBytes(settings.Options()), 0]);
        using var stream = File.Create(path);
        binary.Write(stream);
    }
}
