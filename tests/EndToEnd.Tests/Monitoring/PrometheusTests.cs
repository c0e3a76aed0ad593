namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>A real Prometheus asks the running service, and answers what the dashboard and the alerts ask.</summary>
[Collection(Alone.Name)]
public sealed class PrometheusTests
{
    [PrometheusFact]
    public async Task Every_panel_shows_something_and_every_alert_can_be_evaluated()
    {
        await using var service = new MonitoredService();
        await service.StartAsync();
        using var prometheus = new RunningPrometheus(service.Address);
        await prometheus.ReadyAsync();

        foreach (var (panel, expression) in Dashboard.Expressions)
            await ShowsAsync(prometheus, expression, panel);

        var alerts = await prometheus.AlertsAsync();
        Assert.Equal(10, alerts.Count);
        foreach (var metric in alerts.SelectMany(alert => Dashboard.MetricsOf(alert.Query)).Distinct())
            await ShowsAsync(prometheus, metric, "alerts");

        await Condition.MetAsync(async () => (await prometheus.AlertsAsync()).All(alert => alert.Health == "ok"));
        Assert.Equal("", prometheus.Complaints);
    }

    [PrometheusFact]
    public async Task A_service_that_is_up_is_seen_as_up_and_its_figures_are_right()
    {
        await using var service = new MonitoredService();
        await service.StartAsync();
        using var prometheus = new RunningPrometheus(service.Address);
        await prometheus.ReadyAsync();

        await ShowsAsync(prometheus, "up == 1", "up");
        await ShowsAsync(prometheus, """nmt_model_info{model="tiny", version="1"} == 1""", "version");
        await ShowsAsync(prometheus, """nmt_reloads_total{model="tiny", result="refused"} >= 1""", "refused version");
        await ShowsAsync(prometheus, """nmt_guard_warnings_total{model="tiny"} >= 1""", "guards");
    }

    /// <summary>Prometheus takes some seconds to find its targets, and rates want two scrapes.</summary>
    private static async Task ShowsAsync(RunningPrometheus prometheus, string expression, string what)
    {
        Assert.NotEmpty(Dashboard.MetricsOf(expression));
        await Condition.MetAsync(
            async () => await prometheus.CountAsync(expression) > 0, () => $"{what}: {expression} shows nothing. {prometheus.Complaints}");
    }
}
