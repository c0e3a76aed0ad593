using System.Globalization;

namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>A range of values over a range of pixels, with round numbers to write beside it.</summary>
internal sealed class Axis
{
    private readonly double _least;
    private readonly double _most;
    private readonly double _from;
    private readonly double _to;

    /// <param name="values">Decide the range; at least one is finite.</param>
    /// <param name="fromZero">The range begins at zero.</param>
    public Axis(IEnumerable<double> values, double from, double to, bool fromZero = false, int ticks = 4)
    {
        (_from, _to) = (from, to);
        var finite = values.Where(double.IsFinite).ToList();
        (_least, _most) = (fromZero ? Math.Min(0, finite.Min()) : finite.Min(), finite.Max());
        if (_most - _least < 1e-12)
            _most = _least + Math.Max(Math.Abs(_least), 1e-6);

        var step = Round((_most - _least) / ticks);
        if (!fromZero)
            _least = Math.Floor(_least / step) * step;
        Ticks = [.. Enumerable.Range(0, 50).Select(number => (Math.Ceiling(_least / step) + number) * step).TakeWhile(tick => tick <= _most + (step * 1e-6))];
    }

    public IReadOnlyList<double> Ticks { get; }

    public double At(double value) => Math.Round(_from + ((value - _least) / (_most - _least) * (_to - _from)), 1);

    /// <summary>Short: 0.0002, 3.5, 12k, 1.2M.</summary>
    public static string Write(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.##", CultureInfo.InvariantCulture),
        >= 1e-4 => value.ToString("0.#####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#e0", CultureInfo.InvariantCulture),
    };

    /// <summary>The next larger of 1, 2, 5 and 10 times a power of ten.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * new[] { 1.0, 2, 5, 10 }.First(factor => factor * power >= step * 0.999);
    }
}
