using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class DotTilesTests
{
    private const int Width = QuantizedMatrix.PanelWidth;

    public static TheoryData<string> Paths => [.. Enum.GetNames<DotPath>()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_tile_gives_the_sums_of_the_plain_twin(string path)
    {
        var tiles = Tiles(path);
        foreach (var groups in (int[])[4, 8, 12, 20, 128])
        {
            for (var rows = 1; rows <= tiles.MostRows; rows++)
                Check(tiles, rows, groups, new Random(rows + groups).Next);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_greatest_values_do_not_saturate(string path)
    {
        var tiles = Tiles(path);
        Check(tiles, tiles.MostRows, groups: 64, (_, last) => last - 1);
        Check(tiles, tiles.MostRows, groups: 64, (first, last) => first == 0 ? last - 1 : first);   // the greatest weights × the least inputs
    }

    private static DotTiles Tiles(string name)
    {
        var path = Enum.Parse<DotPath>(name);
        Assert.SkipUnless(DotTiles.Supports(path), $"This machine, or a setting, has no {name}.");
        return DotTiles.For(path);
    }

    private static void Check(DotTiles tiles, int rows, int groups, Func<int, int, int> next)
    {
        var stride = (4 * groups) + 16;   // rows lie further apart than they are wide
        var panel = new FloatBuffer(Width * groups);
        var x = new FloatBuffer(rows * stride / 4);
        foreach (ref var weight in new Span<byte>(panel.Start, 4 * Width * groups))
            weight = (byte)next(0, 256);
        foreach (ref var input in new Span<sbyte>(x.Start, rows * stride))
            input = (sbyte)next(-127, 128);

        var expected = new int[rows * Width];
        fixed (int* sums = expected)
            new PlainDots().Multiply((byte*)panel.Start, (sbyte*)x.Start, stride, groups, rows, sums, default);

        for (var lines = 1; lines <= Lookahead.LinesPerStep; lines++)
        {
            var actual = new int[(rows + 1) * Width];
            Array.Fill(actual, int.MinValue);
            fixed (int* sums = actual)
                tiles.Multiply((byte*)panel.Start, (sbyte*)x.Start, stride, groups, rows, sums, new Lookahead((byte*)panel.Start, lines));

            Assert.Equal(expected, actual[..expected.Length]);
            Assert.All(actual[expected.Length..], guard => Assert.Equal(int.MinValue, guard));
        }

        GC.KeepAlive((panel, x));
    }
}
