using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Monitoring;

[Collection(Alone.Name)]
public sealed class UnobservedExceptionsTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_task_that_failed_unseen_is_logged_and_counted()
    {
        await using var service = new Service();
        var before = await CountAsync(service);
        var logged = service.Log.FirstAsync(line => line.Level == LogLevel.Error && line.Error is AggregateException { InnerException.Message: "unseen" });

        while (!logged.IsCompleted)
        {
            FailUnseen();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal("A task that nobody waited for failed", (await logged).Message);
        Assert.True(await CountAsync(service) > before);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailUnseen() => _ = Task.FromException(new InvalidOperationException("unseen"));

    private static async Task<double> CountAsync(Service service)
    {
        var metrics = await service.CreateClient().GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return double.Parse(metrics.Split('\n').Single(line => line.StartsWith("nmt_unobserved_exceptions_total ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
