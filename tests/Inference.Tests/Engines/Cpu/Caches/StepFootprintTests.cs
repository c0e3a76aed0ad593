using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Cpu.Caches;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Caches;

public sealed class StepFootprintTests
{
    private static readonly CacheSizes Caches = new(SecondLevel: 1 << 20, LastLevel: 32 << 20);

    private static readonly ModelConfig Small = new() { ModelType = ModelConfig.Marian, PadId = 0, DecoderStartId = 0, Width = 256, DecoderLayers = 2, DecoderFeedForward = 1024, VocabularySize = 8000 };
    private static readonly ModelConfig Base = Small with { Width = 512, DecoderLayers = 6, DecoderFeedForward = 2048, VocabularySize = 32000 };

    [Fact]
    public void Weights_are_the_layers_and_the_output()
    {
        var small = StepFootprint.Of(Small, CpuPrecision.Int8);

        Assert.Equal((2 * 2 * ((3 * 256 * 256) + (256 * 1024))) + (8000 * 256), small.WeightBytes);   // query, key, value and output of self-attention, query and output of the source's, feed-forward
        Assert.Equal(4 * small.WeightBytes, StepFootprint.Of(Small, CpuPrecision.Fp32).WeightBytes);
        Assert.Equal((4 * ((3 * 256) + 1024)) + 1024, small.RowBytes);
    }

    [Fact]
    public void A_small_model_decodes_what_stays_in_the_second_level_cache()
    {
        Assert.Equal(64, Rows(Small, Caches));
        Assert.Equal(96, Rows(Small, Caches with { SecondLevel = 3 << 19 }));
        Assert.Equal(128, Rows(Small, Caches with { SecondLevel = 2 << 20 }));
        Assert.Equal(128, Rows(Small, Caches, threads: 2));
    }

    [Fact]
    public void Weights_that_come_from_memory_are_read_for_many_rows()
    {
        Assert.Equal(128, Rows(Base, Caches));
        Assert.Equal(128, StepFootprint.Of(Small, CpuPrecision.Fp32).EnoughRows(Caches, threads: 1));
    }

    [Fact]
    public void Rows_stay_in_their_bounds_and_follow_the_caches()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var config = Small with { Width = 8 * random.Next(1, 256), DecoderLayers = random.Next(1, 24), DecoderFeedForward = random.Next(1, 8192), VocabularySize = random.Next(1, 200_000) };
            var caches = new CacheSizes(random.Next(1, 8 << 20), random.Next(1, 512 << 20));
            var rows = Rows(config, caches);

            Assert.InRange(rows, StepFootprint.FewRows, StepFootprint.ManyRows);
            Assert.InRange(Rows(config, caches with { SecondLevel = 2 * caches.SecondLevel }), rows, StepFootprint.ManyRows);
            Assert.InRange(Rows(config, caches, threads: 3), rows, StepFootprint.ManyRows);
            Assert.InRange(Rows(config, caches with { LastLevel = 2L * caches.LastLevel }), StepFootprint.FewRows, rows);
        }
    }

    private static int Rows(ModelConfig config, CacheSizes caches, int threads = 1) => StepFootprint.Of(config, CpuPrecision.Int8).EnoughRows(caches, threads);
}
