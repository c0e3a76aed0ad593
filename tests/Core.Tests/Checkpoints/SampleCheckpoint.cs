using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Checkpoints;

/// <summary>A checkpoint as small as one can be.</summary>
internal static class SampleCheckpoint
{
    public static ModelConfig Config { get; } = new()
    {
        ModelType = ModelConfig.Marian,
        VocabularySize = 12,
        Width = 8,
        EncoderHeads = 2,
        DecoderHeads = 2,
        EncoderFeedForward = 16,
        DecoderFeedForward = 16,
        EncoderLayers = 1,
        DecoderLayers = 1,
        PadId = 11,
        EosId = 0,
        DecoderStartId = 11,
    };

    public static CheckpointContents Contents { get; } = new()
    {
        Config = Config,
        Directions = [new LanguagePair("en", "de")],
        TokenizerFiles = [CheckpointFile.Of(CheckpointFiles.Vocabulary, "{}")],
        Weights = [new("model.shared.weight", [12, 8], new float[96])],
        Card = new() { Title = "Sample", License = "cc0-1.0" },
    };
}
