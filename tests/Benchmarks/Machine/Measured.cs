namespace Seq2SeqService.Benchmarks.Machine;

/// <summary>Seconds of the middle run, the spread of all, and the share of a limit that was reached.</summary>
internal readonly record struct Measured(double Seconds, double Spread, double OfLimit)
{
    /// <summary>
    /// Times <paramref name="run"/> several times, each beside the seconds that the machine's limits would take at that moment, so that a
    /// change of the clock rate disturbs both.
    /// </summary>
    public static Measured Of(int repeat, Func<double> run, Func<double> limit)
    {
        run();
        var (times, shares) = (new double[repeat], new double[repeat]);
        for (var i = 0; i < repeat; i++)
        {
            var before = limit();
            times[i] = run();
            shares[i] = (before + limit()) / 2 / times[i];
        }

        return new Measured(times.Median(), times.Spread(), shares.Median());
    }
}
