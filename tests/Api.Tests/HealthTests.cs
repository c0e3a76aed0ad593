using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_with_a_model_lives_has_started_and_is_ready()
    {
        await using var service = new Service();

        Assert.Equal((200, "ok"), await AskAsync(service, "live"));
        Assert.Equal((200, "ok"), await AskAsync(service, "startup"));
        Assert.Equal((200, "ok"), await AskAsync(service, "ready"));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health/startup")]
    public async Task A_monitor_may_ask_for_the_head_only(string path)
    {
        await using var service = new Service();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        var response = await service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task It_becomes_ready_when_the_store_has_been_looked_through()
    {
        await using var service = new Service { Catalog = new() { IsReady = false } };

        Assert.Equal((200, "ok"), await AskAsync(service, "live"));
        Assert.Equal((503, "starting"), await AskAsync(service, "startup"));
        Assert.Equal((503, "starting"), await AskAsync(service, "ready"));

        service.Catalog.IsReady = true;

        Assert.Equal((200, "ok"), await AskAsync(service, "startup"));
        Assert.Equal((200, "ok"), await AskAsync(service, "ready"));
    }

    [Fact]
    public async Task It_does_not_live_while_an_engine_hangs_and_says_which()
    {
        await using var service = new Service { Catalog = new() { Stuck = "The engine of en-de 7 hangs." } };

        Assert.Equal((503, "The engine of en-de 7 hangs."), await AskAsync(service, "live"));

        service.Catalog.Stuck = null;

        Assert.Equal((200, "ok"), await AskAsync(service, "live"));
    }

    [Fact]
    public async Task Without_a_serving_model_it_has_started_and_is_not_ready_until_one_is_published()
    {
        await using var service = new Service { Catalog = new() { Models = [FakeCatalog.Model("en-de", version: null)] } };

        Assert.Equal((200, "ok"), await AskAsync(service, "startup"));
        Assert.Equal((503, "no model"), await AskAsync(service, "ready"));

        service.Catalog.Models = [FakeCatalog.Model("en-de", "1", ("en", "de"))];

        Assert.Equal((200, "ok"), await AskAsync(service, "ready"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_first_says_not_ready_while_requests_are_still_answered_and_closes_after_the_drain_delay()
    {
        var clock = new HeldClock(TimeSpan.FromSeconds(5));
        await using var service = new Service { Clock = clock, Settings = { ["Api:DrainDelay"] = "00:00:05" } };
        var lifetime = service.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource();
        lifetime.ApplicationStopped.Register(stopped.SetResult);

        lifetime.StopApplication();

        await clock.IsSet;
        Assert.Equal((503, "stopping"), await AskAsync(service, "ready"));
        Assert.Equal((200, "ok"), await AskAsync(service, "live"));
        Assert.True((await service.PostAsync("""{"q":"a","source":"en","target":"de"}""")).IsSuccessStatusCode);
        Assert.False(stopped.Task.IsCompleted);

        clock.Release();
        await stopped.Task;
    }

    [Fact]
    public async Task The_host_gives_a_stop_as_long_as_the_setting_says()
    {
        await using var service = new Service { Settings = { ["Api:ShutdownTimeout"] = "00:00:17" } };

        var host = service.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HostOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(17), host.ShutdownTimeout);
    }

    /// <summary>A clock whose timers of one length ring when the test says so; others never do.</summary>
    private sealed class HeldClock(TimeSpan length) : TimeProvider
    {
        private readonly TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsSet => _set.Task;

        public void Release() => _released.SetResult();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == length)
            {
                _ = _released.Task.ContinueWith(_ => callback(state), TaskScheduler.Default);
                _set.TrySetResult();
            }

            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private static async Task<(int Status, string? Said)> AskAsync(Service service, string question)
    {
        var response = await service.GetAsync($"/health/{question}");
        return ((int)response.StatusCode, (string?)(await Service.JsonOf(response))["status"]);
    }
}
