namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>A line of a plot.</summary>
/// <param name="HasDots">Each point is a measurement that was asked for, and is marked.</param>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points, bool HasDots = false)
{
    private const int MostPoints = 300;

    /// <summary>The finite points, thinned to what a picture can show: means of neighbours.</summary>
    public IReadOnlyList<(double X, double Y)> Visible()
    {
        var finite = Points.Where(point => double.IsFinite(point.Y)).ToList();
        var width = (finite.Count + MostPoints - 1) / MostPoints;
        return width <= 1 ? finite : [.. finite.Chunk(width).Select(some => (some[^1].X, some.Average(point => point.Y)))];
    }
}
