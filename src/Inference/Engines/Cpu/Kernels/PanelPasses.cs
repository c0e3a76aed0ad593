namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// What is fetched during the passes over one panel of weights. Tiles read a panel once each; the first brings it from memory and the others
/// compute only. So the next panel is asked for during the first two, which spreads it over the time, and hides it behind the sums.
/// </summary>
/// <param name="rows">Rows that are multiplied; few are done before a whole panel could come.</param>
/// <param name="steps">Steps of a panel (see <see cref="Lookahead"/>).</param>
/// <param name="passes">How often the panel is read.</param>
internal readonly unsafe struct PanelPasses(int rows, int steps, int passes)
{
    /// <summary>Rows whose sums take less time than memory needs for their weights: those are fetched a little ahead of their use.</summary>
    private const int StreamedRows = 4;

    private const int StreamedAhead = 1024;   // bytes

    /// <param name="pass">From 0.</param>
    /// <param name="panel">The panel that is read.</param>
    /// <param name="next">The one after it; after the last, the last.</param>
    public Lookahead During(int pass, void* panel, void* next)
    {
        if (rows <= StreamedRows)
            return new Lookahead((byte*)panel + StreamedAhead, Lookahead.LinesPerStep);
        if (passes == 1)
            return new Lookahead((byte*)next, Lookahead.LinesPerStep);

        return pass < 2
            ? new Lookahead((byte*)next + ((nint)pass * steps * Lookahead.LineBytes), lines: 1)
            : new Lookahead((byte*)panel, lines: 1);   // there already
    }
}
