using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Training.Watching.Metrics;

namespace Seq2SeqService.Training.Queues.Pages;

/// <summary>Answers who asks how the worker is: a page, JSON, a probe, Prometheus. It only tells; whoever reaches it can change nothing.</summary>
internal static class StatusServer
{
    public const string DefaultUrls = "http://localhost:5090";

    /// <summary>Listens when the task has ended.</summary>
    public static async Task<WebApplication> StartAsync(string urls, RecipeQueue queue, WorkerStatus worker, MeterText metrics, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);   // a port that is taken is one line of the caller's
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        var app = builder.Build();

        app.Use(NoStoreAsync);
        app.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers["Refresh"] = $"{StatusPage.RefreshSeconds}";
            return TypedResults.Text(StatusPage.Draw(QueueStatus.Of(queue, worker)), "text/html; charset=utf-8");
        });
        app.MapGet("/status", () => TypedResults.Json(QueueStatus.Of(queue, worker)));
        app.MapGet("/health/live", () => TypedResults.Text("alive"));
        app.MapGet("/metrics", () => TypedResults.Text(QueueMetrics.Of(queue, worker) + metrics, "text/plain; version=0.0.4; charset=utf-8"));
        await app.StartAsync(cancel);
        return app;
    }

    private static Task NoStoreAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return next(context);
    }

    /// <summary>The command line hears of signals, lets the run save, and stops this server last.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
