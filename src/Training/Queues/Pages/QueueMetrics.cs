using System.Globalization;

namespace Seq2SeqService.Training.Queues.Pages;

/// <summary>What is counted when somebody asks, as Prometheus reads it.</summary>
internal static class QueueMetrics
{
    public static string Of(RecipeQueue queue, WorkerStatus worker) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # HELP nmt_training_waiting_recipes Recipes that wait in the queue
        # TYPE nmt_training_waiting_recipes gauge
        nmt_training_waiting_recipes {queue.WaitingNames.Count}
        # HELP nmt_training_busy 1 while this worker has a recipe in hand
        # TYPE nmt_training_busy gauge
        nmt_training_busy {(worker.Running is null ? 0 : 1)}

        """);
}
