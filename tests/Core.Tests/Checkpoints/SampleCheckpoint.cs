using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Tests.Checkpoints;

/// <summary>A checkpoint as small as one can be.</summary>
internal static class SampleCheckpoint
{
    private static readonly SentencePieceModel Pieces = BpeTrainer.Train(
        ["a small house", "a small garden", "a house with a garden"],
        new BpeTrainerOptions { VocabularySize = 30, ByteFallback = false });

    private static readonly Vocabulary Vocabulary = Vocabulary.From(Pieces);

    public static ModelConfig Config { get; } = new()
    {
        ModelType = ModelConfig.Marian,
        VocabularySize = Vocabulary.Size,
        Width = 8,
        EncoderHeads = 2,
        DecoderHeads = 2,
        EncoderFeedForward = 16,
        DecoderFeedForward = 16,
        EncoderLayers = 1,
        DecoderLayers = 1,
        PadId = Vocabulary.PadId,
        EosId = Vocabulary.EosId,
        DecoderStartId = Vocabulary.PadId,
    };

    public static CheckpointContents Contents { get; } = new()
    {
        Config = Config,
        Directions = [new LanguagePair("en", "de")],
        TokenizerFiles = TokenizerFiles(),
        Weights = [new("model.shared.weight", [Vocabulary.Size, 8], new float[Vocabulary.Size * 8])],
        Card = new() { Title = "Sample", License = "cc0-1.0" },
    };

    private static List<CheckpointFile> TokenizerFiles()
    {
        using var directory = new TemporaryDirectory();
        Core.Tokens.TokenizerFiles.Write(directory.Path, Pieces);

        return [.. Directory.GetFiles(directory.Path).Select(path => CheckpointFile.Of(Path.GetFileName(path), File.ReadAllBytes(path)))];
    }
}
