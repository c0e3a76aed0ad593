using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Writes weights, vocabulary and settings as Marian has them. What Marian computes otherwise stands in keys that it does not know
/// (<see cref="MarianExtras"/>), so that <see cref="MarianImport"/> gives back the same network.
/// </summary>
internal static class MarianExport
{
    private const string WeightsName = "model.npz", VocabularyName = "vocab.yml";

    public static IReadOnlyList<string> Write(PublishedTransformer model, string directory)
    {
        var settings = new MarianSettings(model);
        settings.RequirePositions();
        using (var stream = File.Create(Path.Combine(directory, WeightsName)))
        using (var npz = new NpzWriter(stream))
        {
            foreach (var (name, tensor) in new MarianWeights(model).All())
                npz.Add(name, tensor);
            npz.Add(MarianImport.OptionsName, [.. Encoding.UTF8.GetBytes(settings.Options()), 0]);
        }

        File.WriteAllText(Path.Combine(directory, VocabularyName), MarianVocabulary.Write(model.Pieces));
        File.WriteAllText(Path.Combine(directory, MarianSettings.FileName), settings.Decoder(WeightsName, VocabularyName, VocabularyName));
        model.Copy(directory, CheckpointFiles.SourceSentencePiece, CheckpointFiles.TargetSentencePiece, CheckpointFiles.ModelCard);
        return settings.Notes();
    }
}
