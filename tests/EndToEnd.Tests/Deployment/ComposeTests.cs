using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Deployment;

/// <summary>docker-compose.yml as the Compose specification has it. No engine is asked.</summary>
public sealed class ComposeTests
{
    [Fact]
    public async Task Two_replicas_stand_behind_a_balancer_that_alone_has_the_port()
    {
        var services = await ServicesAsync();

        Assert.Equal(["api", "api-2", "balancer"], services.Where(service => service.Value!["profiles"] is null).Select(service => service.Key).Order(StringComparer.Ordinal));
        Assert.Equal("api:5080", (string?)services["balancer"]!["environment"]!["REPLICA_1"]);
        Assert.Equal("api-2:5080", (string?)services["balancer"]!["environment"]!["REPLICA_2"]);
        Assert.Null(services["api"]!["ports"]);
        Assert.Equal(services["api"]!.ToJsonString(), services["api-2"]!.ToJsonString());
    }

    [Fact]
    public async Task Worker_GPU_and_monitoring_are_started_by_name_alone()
    {
        var services = await ServicesAsync();
        var profiles = services.Where(service => service.Value!["profiles"] is not null).ToDictionary(service => service.Key, service => (string)service.Value!["profiles"]![0]!);

        Assert.Equal(
            new() { ["training"] = "training", ["training-service"] = "training", ["training-gpu"] = "gpu", ["prometheus"] = "monitoring", ["grafana"] = "monitoring" },
            profiles);
        Assert.Contains("names: [api, api-2]", RepositoryFiles.Read("docker/prometheus/prometheus.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_container_may_do_nothing_but_its_work() =>
        Assert.All(await ServicesAsync(), service =>
        {
            Assert.True((bool)service.Value!["read_only"]!);
            Assert.Equal("""["ALL"]""", service.Value["cap_drop"]!.ToJsonString());
            Assert.Equal("""["no-new-privileges:true"]""", service.Value["security_opt"]!.ToJsonString());
            Assert.Null(service.Value["privileged"]);
        });

    [Theory]
    [InlineData("read_only", "readonly")]
    [InlineData("cap_drop: [ALL]", "cap_drop: ALL")]
    public async Task A_faulty_file_is_found(string right, string wrong)
    {
        var faulty = RepositoryFiles.Read("docker-compose.yml").Replace(right, wrong, StringComparison.Ordinal);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Schemas.HeldAsync("compose.mjs", faulty));
    }

    private static async Task<JsonObject> ServicesAsync() => (await Schemas.HeldAsync("compose.mjs", RepositoryFiles.Read("docker-compose.yml")))["services"]!.AsObject();
}
