namespace Seq2SeqService.Training.Queues;

/// <summary>Does what a recipe says: trains and publishes, or in tests something quicker.</summary>
internal interface IRecipeWork
{
    /// <summary>Null where it was asked to stop; what it throws is why the recipe failed.</summary>
    QueueResult? Do(RecipeClaim claim, CancellationToken stop);
}
