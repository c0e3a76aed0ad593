using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed class HardwareTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", VectorPath.Vector256, DotPath.AvxVnni)]
    [InlineData("DOTNET_EnableAVX2", VectorPath.Vector128, DotPath.Vector128)]
    public void A_run_on_narrower_vectors_is_one(string setting, object widest, object widestDot)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(setting) == "0", $"{setting} is not 0.");

        Assert.InRange(Hardware.WidestPath, VectorPath.Plain, (VectorPath)widest);
        Assert.All(Enum.GetValues<DotPath>(), path => Assert.True(!DotTiles.Supports(path) || (path <= (DotPath)widestDot && path != DotPath.Avx512)));
    }
}
