using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>The sizes of one side's layers.</summary>
internal sealed record StackShape(int Layers, int Heads, int FeedForward)
{
    public static StackShape OfEncoder(ModelConfig config) => new(config.EncoderLayers, config.EncoderHeads, config.EncoderFeedForward);

    public static StackShape OfDecoder(ModelConfig config) => new(config.DecoderLayers, config.DecoderHeads, config.DecoderFeedForward);
}
