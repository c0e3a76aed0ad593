namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>What a collector gets by OTLP, where the standard settings name one.</summary>
[Collection(Alone.Name)]
public sealed class OtlpTests
{
    private static readonly string[] Metrics = ["nmt_requests", "nmt_sentences", "nmt_model_info", "http.server.request.duration", "dotnet.gc.collections"];

    private static readonly string[] Spans = ["POST /translate", "translate", "queue", "encode", "decode", "batch", "nmt.characters"];

    [Fact]
    public async Task Metrics_and_spans_arrive()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using (var service = Service(collector))
        {
            await service.StartAsync();
            await Condition.MetAsync(async () => await service.MetricsAsync() is not "" && collector.Has("metrics", "nmt_model_info"));
        }   // its stop sends what has not been sent yet

        Assert.All(Metrics, metric => Assert.True(collector.Has("metrics", metric), $"{metric} did not arrive, but {collector}."));
        Assert.All(Spans, span => Assert.True(collector.Has("traces", span), $"{span} did not arrive, but {collector}."));
        Assert.True(collector.Has("metrics", "seq2seq-trial") && collector.Has("traces", "seq2seq-trial"), "OTEL_SERVICE_NAME is not heeded.");
        Assert.True(collector.Has("traces", "/translate") && collector.Has("traces", "http.route"), "Spans have no route.");
    }

    [Fact]
    public async Task Neither_texts_nor_probes_arrive()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using (var service = Service(collector))
        {
            await service.StartAsync();
            await service.MetricsAsync();
        }

        Assert.True(collector.Has("traces", "POST /translate"));
        Assert.False(collector.Has("traces", "foxes"));
        Assert.False(collector.Has("traces", "/metrics"));
    }

    [Fact]
    public async Task Nothing_is_sent_where_OTLP_is_off()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using (var service = new MonitoredService(("OTEL_SDK_DISABLED", "true"), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
            await service.StartAsync();

        Assert.False(collector.Has("metrics", "nmt_requests") || collector.Has("traces", "translate"));
    }

    [Fact]
    public async Task A_collector_that_is_gone_holds_nobody_up()
    {
        await using var service = new MonitoredService(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        await service.StartAsync();

        Assert.Contains("nmt_requests_total", await service.MetricsAsync(), StringComparison.Ordinal);
    }

    private static MonitoredService Service(OtlpReceiver collector) => new(
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "seq2seq-trial"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "100"));
}
