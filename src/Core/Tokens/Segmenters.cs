namespace Seq2SeqService.Core.Tokens;

internal static class Segmenters
{
    public static ISegmenter For(SentencePieceModel model, SymbolMatcher symbols) => model.Trainer.Algorithm switch
    {
        SegmentationAlgorithm.Bpe => new BpeSegmenter(model, symbols),
        SegmentationAlgorithm.Unigram => new UnigramSegmenter(model),
        var other => throw new ArgumentException($"A model of type {other} cannot be applied.", nameof(model)),
    };
}
