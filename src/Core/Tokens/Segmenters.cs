using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tokens;

internal static class Segmenters
{
    public static ISegmenter For(SentencePieceModel model, SymbolMatcher symbols) => model.Trainer.Algorithm switch
    {
        SegmentationAlgorithm.Bpe => new BpeSegmenter(model, symbols),
        SegmentationAlgorithm.Unigram => new UnigramSegmenter(model),
        var other => throw new CheckpointException(
            $"SentencePiece models of type {other} are not supported; train one with --model_type=bpe or unigram."),
    };
}
