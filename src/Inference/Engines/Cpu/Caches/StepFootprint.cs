using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu.Caches;

/// <summary>
/// What a step of a Transformer decoder moves, and how many rows are enough for it: each step reads all weights once, so few rows read them too often;
/// and what rows carry from one product to the next is read faster while it stays in the second-level cache, so many rows are slower again.
/// </summary>
/// <param name="WeightBytes">All weights of a step, the output layer's among them.</param>
/// <param name="RowBytes">What a row carries from product to product; its keys and values, which are read once a step, do not count.</param>
internal readonly record struct StepFootprint(long WeightBytes, int RowBytes)
{
    /// <summary>Enough for products whose weights come from a cache: more rows make them no faster.</summary>
    public const int FewRows = 64;

    /// <summary>Enough for weights that come from memory.</summary>
    public const int ManyRows = 128;

    public static StepFootprint Of(ModelConfig config, CpuPrecision precision)
    {
        var (width, inner) = ((long)config.Width, (long)config.DecoderFeedForward);
        var weights = (config.DecoderLayers * ((6 * width * width) + (2 * width * inner))) + (config.VocabularySize * width);
        var widest = Math.Max(3 * width, inner);                      // query, key and value, or the feed-forward's inner layer
        var carried = sizeof(float) * ((3 * width) + widest);         // stream, context and change beside it
        return precision == CpuPrecision.Int8
            ? new(weights, checked((int)(carried + widest)))          // a product's input once more, in 8 bits
            : new(sizeof(float) * weights, checked((int)carried));
    }

    /// <summary>
    /// As many as half of the second-level cache of all threads holds, but no fewer than the weights' reading needs: of the last-level cache, which others
    /// use too, they have a quarter at most, and larger ones come from memory at times.
    /// </summary>
    public int EnoughRows(CacheSizes caches, int threads)
    {
        var least = WeightBytes <= caches.LastLevel / 4 ? FewRows : ManyRows;
        return (int)Math.Clamp(caches.SecondLevel * threads / 2 / RowBytes, least, ManyRows);
    }
}
