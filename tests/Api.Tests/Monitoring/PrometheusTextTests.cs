using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Seq2SeqService.Api.Monitoring;

namespace Seq2SeqService.Api.Tests.Monitoring;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new($"meter {Guid.NewGuid()}");
    private readonly PrometheusExporter _exporter = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() =>
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddReader(new BaseExportingMetricReader(_exporter)).Build();

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_ends_in_total_and_a_unit_is_spelt_out()
    {
        _meter.CreateCounter<long>("a.count", "{thing}", "Things.").Add(3, new KeyValuePair<string, object?>("is.new", true));
        _meter.CreateCounter<double>("cpu", "s").Add(0.25);

        Assert.Equal(
            """
            # HELP a_count_total Things.
            # TYPE a_count_total counter
            a_count_total{is_new="true"} 3
            # TYPE cpu_seconds_total counter
            cpu_seconds_total 0.25

            """,
            _exporter.Scrape());
    }

    [Fact]
    public void What_goes_up_and_down_is_a_gauge()
    {
        _meter.CreateUpDownCounter<long>("line").Add(-2);
        _meter.CreateObservableGauge("heap_bytes", () => double.NaN, "By");
        _meter.CreateObservableGauge("most", () => double.PositiveInfinity);

        Assert.Equal("# TYPE line gauge\nline -2\n# TYPE heap_bytes gauge\nheap_bytes NaN\n# TYPE most gauge\nmost +Inf\n", _exporter.Scrape());
    }

    [Fact]
    public void The_buckets_of_a_histogram_count_everything_below_them()
    {
        var histogram = _meter.CreateHistogram("wait", "s", "", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var seconds in (double[])[0.25, 0.5, 0.75, 8])
            histogram.Record(seconds, new KeyValuePair<string, object?>("model", "m"));

        Assert.Equal(
            """
            # TYPE wait_seconds histogram
            wait_seconds_bucket{model="m",le="0.5"} 2
            wait_seconds_bucket{model="m",le="1"} 3
            wait_seconds_bucket{model="m",le="+Inf"} 4
            wait_seconds_sum{model="m"} 9.5
            wait_seconds_count{model="m"} 4

            """,
            _exporter.Scrape());
    }

    [Fact]
    public void Whatever_stands_in_a_label_or_description_stays_on_its_line()
    {
        _meter.CreateCounter<long>("odd", null, "Two\nlines \\ and a slash").Add(1, new KeyValuePair<string, object?>("0 name-ä", "a\"b\\c\nd"));

        Assert.Equal("# HELP odd_total Two\\nlines \\\\ and a slash\n# TYPE odd_total counter\nodd_total{_0_name__=\"a\\\"b\\\\c\\nd\"} 1\n", _exporter.Scrape());
    }

    [Fact]
    public void A_meter_that_was_made_anew_is_one_family()
    {
        Assert.Equal("", _exporter.Scrape());
        using (var gone = new Meter(_meter.Name))
            gone.CreateCounter<long>("a").Add(1);

        _meter.CreateCounter<long>("a").Add(2);

        Assert.Equal("# TYPE a_total counter\na_total 2\n", _exporter.Scrape());
    }

    [Fact]
    public async Task Scrapes_at_once_see_whole_answers()
    {
        _meter.CreateCounter<long>("a").Add(1);

        var scrapes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(_exporter.Scrape)));

        Assert.All(scrapes, text => Assert.Equal("# TYPE a_total counter\na_total 1\n", text));
    }
}
