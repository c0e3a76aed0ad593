using System.Net;
using Seq2SeqService.Client.Tests.Fakes;

namespace Seq2SeqService.Client.Tests;

public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HealthCheck.Ready, "/health/ready")]
    [InlineData(HealthCheck.Live, "/health/live")]
    [InlineData(HealthCheck.Startup, "/health/startup")]
    public async Task A_service_that_is_not_ready_is_an_answer_and_is_asked_once(HealthCheck check, string route)
    {
        using var service = new StubService(StubService.Json("""{"status":"no model"}""", HttpStatusCode.ServiceUnavailable));

        var health = await Clients.Over(service).HealthAsync(check, Cancel);

        Assert.Equal(new(false, "no model"), health);
        Assert.Equal(route, service.Asked.Single().Path);
    }

    [Fact]
    public async Task A_ready_service_says_so()
    {
        using var service = new StubService(StubService.Json("""{"status":"ok"}"""));

        Assert.True((await Clients.Over(service).HealthAsync(cancel: Cancel)).IsHealthy);
    }
}
