using System.Diagnostics.Metrics;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching;
using Seq2SeqService.Training.Watching.Alarms;
using Seq2SeqService.Training.Watching.Metrics;

namespace Seq2SeqService.Training.Tests.Watching;

public sealed class TrainingMeterTests
{
    [Fact]
    public void A_listener_hears_figures_alarms_and_the_end()
    {
        var heard = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == TrainingMeter.Name)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => heard[Series(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => heard[Series(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => heard[Series(instrument, tags)] = value);
        listener.Start();

        using var meter = new TrainingMeter("tiny");
        meter.Trained(new TrainingFigures(40, 2.5, 0.001, 1.25, 1234, 500, 20, 1, 0.25));
        meter.Alarmed(new Alarm(AlarmKind.Diverged, 40, ""));
        Assert.Equal(1, heard["nmt_training_state tiny training"]);
        meter.Ended(RunEnd.Stopped);

        Assert.Equal(2.5, heard["nmt_training_loss tiny"]);
        Assert.Equal(40, heard["nmt_training_step tiny"]);
        Assert.Equal(1234, heard["nmt_training_speed tiny"]);
        Assert.Equal(0.25, heard["nmt_training_peak_share tiny"]);
        Assert.Equal(500, heard["nmt_training_tokens tiny"]);
        Assert.Equal(1, heard["nmt_training_alarms tiny diverged"]);
        Assert.Equal(0, heard["nmt_training_alarms tiny notFinite"]);
        Assert.Equal(0, heard["nmt_training_state tiny training"]);
        Assert.Equal(1, heard["nmt_training_state tiny stopped"]);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(" ", null, false)]
    [InlineData("http://localhost:4317", null, true)]
    [InlineData("http://localhost:4317", "true", false)]
    public void Nothing_is_sent_before_a_collector_is_named(string? endpoint, string? disabled, bool isOn) =>
        Assert.Equal(isOn, OtlpExport.IsOn(name => name switch { "OTEL_EXPORTER_OTLP_ENDPOINT" => endpoint, "OTEL_SDK_DISABLED" => disabled, _ => null }));

    [Fact]
    public void A_collector_that_is_no_address_is_refused() =>
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", Assert.Throws<RecipeException>(() => OtlpExport.IsOn(_ => "collector")).Message, StringComparison.Ordinal);

    private static string Series(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Value}")]);
}
