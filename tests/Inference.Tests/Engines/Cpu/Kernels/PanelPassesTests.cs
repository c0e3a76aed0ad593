using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class PanelPassesTests
{
    private const int Steps = 12;
    private const nint Panel = 1 << 20;
    private const nint Next = Panel + (Steps * Lookahead.StepBytes);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(16, 2)]
    [InlineData(32, 3)]
    [InlineData(128, 16)]
    public void A_panel_s_passes_fetch_each_line_of_the_next_one_once(int rows, int passes)
    {
        var fetched = Enumerable.Range(0, passes).SelectMany(pass => Lines(rows, passes, pass)).Where(line => line >= Next);

        Assert.Equal(Enumerable.Range(0, Steps * Lookahead.LinesPerStep).Select(line => Next + (line * Lookahead.LineBytes)), fetched);
    }

    [Fact]
    public void Later_passes_fetch_only_what_they_read() =>
        Assert.All(Lines(rows: 32, passes: 3, pass: 2), line => Assert.InRange(line, Panel, Next - 1));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Few_rows_fetch_their_own_panel_a_little_ahead(int rows) =>
        Assert.InRange(Lines(rows, passes: 1, pass: 0).First() - Panel, Lookahead.StepBytes, 4096);

    private static IEnumerable<nint> Lines(int rows, int passes, int pass)
    {
        var ahead = new PanelPasses(rows, Steps, passes).During(pass, (void*)Panel, (void*)Next);
        var start = (nint)ahead.Start;
        return Enumerable.Range(0, Steps * ahead.Lines).Select(line => start + (line * Lookahead.LineBytes));
    }
}
