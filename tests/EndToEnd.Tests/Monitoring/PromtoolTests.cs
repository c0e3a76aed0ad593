using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>What Prometheus' own checker says of our files and metrics.</summary>
[Collection(Alone.Name)]
public sealed class PromtoolTests
{
    [PrometheusFact]
    public async Task The_configuration_and_the_alerts_are_valid()
    {
        var (exitCode, said) = await PrometheusPrograms.AskAsync("", "check", "config", RepositoryFiles.In("docker/prometheus/prometheus.yml"));

        Assert.True(exitCode == 0, said);
        Assert.Contains("10 rules found", said, StringComparison.Ordinal);
    }

    [PrometheusFact]
    public async Task Every_alert_fires_when_it_should_and_not_before()
    {
        var (exitCode, said) = await PrometheusPrograms.AskAsync("", "test", "rules", RepositoryFiles.In("docker/prometheus/alerts.test.yml"));

        Assert.True(exitCode == 0, said);
    }

    [Fact]
    public void Every_alert_has_a_case_in_which_it_fires()
    {
        var tests = RepositoryFiles.Read("docker/prometheus/alerts.test.yml");
        var alerts = RepositoryFiles.Lines("docker/prometheus/alerts.yml")
            .Where(line => line.Contains("- alert: ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..])
            .ToList();

        Assert.NotEmpty(alerts);
        Strays.AreNone(alerts.Where(alert => !tests.Contains($"      - alertname: {alert}\n", StringComparison.Ordinal)));
    }

    /// <summary>The runtime's own names are everybody's; promtool would call three of them otherwise.</summary>
    [PrometheusFact]
    public async Task The_metrics_are_well_formed_and_well_named()
    {
        await using var service = new MonitoredService();
        await service.StartAsync();

        var (_, said) = await PrometheusPrograms.AskAsync(await service.MetricsAsync(), "check", "metrics");

        Strays.AreNone(said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("dotnet_", StringComparison.Ordinal)));
    }
}
