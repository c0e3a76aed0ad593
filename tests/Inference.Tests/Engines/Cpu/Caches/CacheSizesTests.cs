using Seq2SeqService.Inference.Engines.Cpu.Caches;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Caches;

public sealed class CacheSizesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("seq2seq-caches-").FullName;

    [Fact]
    public void Linux_tells_them_cache_by_cache()
    {
        Cache(0, level: "1", "Data", "48K");
        Cache(1, level: "1", "Instruction", "32K");
        Cache(2, level: "2", "Unified", "1024K");
        Cache(3, level: "3", "Unified", "32M");

        Assert.Equal(new CacheSizes(1 << 20, 32 << 20), CacheSizes.Read(_directory));
    }

    [Fact]
    public void Without_a_third_level_the_second_is_the_last()
    {
        Cache(0, level: "1", "Data", "65536");
        Cache(1, level: "2", "Unified", "2048K");

        Assert.Equal(new CacheSizes(2 << 20, 2 << 20), CacheSizes.Read(_directory));
    }

    [Theory]
    [InlineData("2", "")]
    [InlineData("2", "0K")]
    [InlineData("2", "-4K")]
    [InlineData("2", "much")]
    [InlineData("second", "1024K")]
    [InlineData("1", "48K")]
    public void What_makes_no_sense_leaves_the_usual_ones(string level, string size)
    {
        Cache(0, level, "Unified", size);

        Assert.Equal(CacheSizes.Usual, CacheSizes.Read(_directory));
    }

    [Fact]
    public void Caches_that_are_hidden_leave_the_usual_ones()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "index0"));

        Assert.Equal(CacheSizes.Usual, CacheSizes.Read(_directory));
        Assert.Equal(CacheSizes.Usual, CacheSizes.Read(Path.Combine(_directory, "nowhere")));
    }

    [Fact]
    public void Two_caches_of_one_level_leave_the_usual_ones()
    {
        Cache(0, level: "2", "Unified", "1024K");
        Cache(1, level: "2", "Unified", "512K");

        Assert.Equal(CacheSizes.Usual, CacheSizes.Read(_directory));
    }

    [Fact]
    public void This_machine_has_some() => Assert.InRange(CacheSizes.OfMachine.SecondLevel, 1, CacheSizes.OfMachine.LastLevel);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Cache(int index, string level, string type, string size)
    {
        var cache = Directory.CreateDirectory(Path.Combine(_directory, $"index{index}")).FullName;
        File.WriteAllText(Path.Combine(cache, "level"), level + "\n");
        File.WriteAllText(Path.Combine(cache, "type"), type + "\n");
        File.WriteAllText(Path.Combine(cache, "size"), size + "\n");
    }
}
