using System.Globalization;

namespace Seq2SeqService.Reliability.Overload;

/// <summary>What <c>/metrics</c> of a replica says at a moment.</summary>
internal sealed class Meters
{
    private readonly List<(string Series, double Value)> _series = [];

    private Meters(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var space = line.LastIndexOf(' ');
            _series.Add((line[..space], double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture)));
        }
    }

    public static async Task<Meters> ReadAsync(HttpClient http, Uri service) => new(await http.GetStringAsync(new Uri(service, "metrics")));

    /// <summary>The sum of all series of a name whose labels hold <paramref name="labels"/>; 0 where there is none.</summary>
    public double Sum(string name, params string[] labels) => _series
        .Where(series => series.Series.Split('{')[0] == name && labels.All(label => series.Series.Contains(label, StringComparison.Ordinal)))
        .Sum(series => series.Value);

    /// <summary>Sentences that wait or are being decoded.</summary>
    public double AtWork => Sum("nmt_waiting_sentences") + Sum("nmt_running_sentences");

    public double Steps => Sum("nmt_steps_total");

    /// <summary>Refused requests since <paramref name="before"/> that took no longer than so many seconds, a bound of the histogram, in the service itself.</summary>
    public double RefusedWithin(string seconds, Meters before) => Since(before, "nmt_request_time_seconds_bucket", "outcome=\"rejected\"", $"le=\"{seconds}\"");

    private double Since(Meters before, string name, params string[] labels) => Sum(name, labels) - before.Sum(name, labels);
}
