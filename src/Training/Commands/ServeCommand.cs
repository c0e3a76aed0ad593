using System.CommandLine;
using Seq2SeqService.Training.Queues;
using Seq2SeqService.Training.Queues.Pages;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Watching.Metrics;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>serve --queue recipes</c>: trains and publishes by one recipe after another, and says how it is over HTTP.</summary>
internal static class ServeCommand
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var queue = new Option<string>("--queue") { Description = "Directory of recipes; they run in the order of their names.", Required = true };
        var urls = new Option<string>("--urls")
        {
            Description = "Addresses of the status page, between semicolons. There are no keys: name others than this machine's own only where callers are trusted.",
            DefaultValueFactory = _ => StatusServer.DefaultUrls,
        };
        var command = new Command("serve", "Train and publish by the recipes of a directory, one after another, until stopped.") { queue, urls };
        command.SetAction((parsed, cancel) => ServeAsync(parsed.GetRequiredValue(queue), parsed.GetRequiredValue(urls), cancel));
        return command;
    }

    private static async Task<int> ServeAsync(string directory, string urls, CancellationToken stop)
    {
        CheckUrls(urls);
        using (zeros(1))
        {
            // Without libtorch this throws here, and not once for every recipe of the queue.
        }

        using var exported = OtlpExport.Start();
        using var metrics = new MeterText();
        var status = new WorkerStatus(TimeProvider.System);
        var queue = new RecipeQueue(directory, Settle, TimeProvider.System);
        queue.Create();
        await using var server = await StatusServer.StartAsync(urls, queue, status, metrics, stop);
        Console.WriteLine($"Takes recipes from {directory}; status on {string.Join(", ", server.Urls)}");

        var work = new TrainAndPublish(status, Console.Out, TimeProvider.System);
        var worker = new QueueWorker(queue, work, ExpectedFailure.Explain, Console.WriteLine, TimeProvider.System);
        await Task.Run(() => worker.RunAsync(stop), CancellationToken.None);
        Console.WriteLine("Stopped.");
        return 0;
    }

    private static void CheckUrls(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var anyHost = url.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
            if (!Uri.TryCreate(anyHost, UriKind.Absolute, out var address) || address is not { Scheme: "http", AbsolutePath: "/" })
                throw new RecipeException($"--urls has '{url}', which is no address like {StatusServer.DefaultUrls}; the status page is served by http only, and at the root.");
            if (address.Port == 0 && url.StartsWith("http://localhost:", StringComparison.OrdinalIgnoreCase))
                throw new RecipeException($"--urls has '{url}', but localhost is two addresses, and the system would choose a port for each. Use http://127.0.0.1:0, or http://127.0.0.1:0;http://[::1]:0.");
        }
    }
}
