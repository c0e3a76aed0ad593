namespace Seq2SeqService.Training.Queues;

/// <summary>Takes one recipe after another until it is asked to stop. A recipe that fails ends in <c>failed/</c>, and the next one begins.</summary>
/// <param name="explain">The message of a failure that a user can mend; null for any other.</param>
internal sealed class QueueWorker(RecipeQueue queue, IRecipeWork work, Func<Exception, string?> explain, Action<string> say, TimeProvider time)
{
    /// <summary>Time between two looks into an empty queue.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private string _fault = "";

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (!TakeOne(stop))
                await Task.Delay(Interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>False where there was nothing to do, or the queue could not be read.</summary>
    internal bool TakeOne(CancellationToken stop)
    {
        try
        {
            using var claim = queue.Take();
            _fault = "";
            if (claim is null)
                return false;

            Do(claim, stop);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (_fault != error.Message)
                say($"The queue cannot be used at the moment: {error.Message}");
            _fault = error.Message;
            return false;
        }
    }

    private void Do(RecipeClaim claim, CancellationToken stop)
    {
        say($"Begins {claim.Name}");
        try
        {
            if (work.Do(claim, stop) is { } result)
            {
                claim.Finish(result);
                say($"Done: {claim.Name}" + (result.Version is { } version ? $", published {version}" : ""));
            }
            else
            {
                claim.Stopped();
                say($"Stopped: {claim.Name}; it goes on at the next start");
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            claim.Stopped();
            say($"Stopped: {claim.Name}; it goes on at the next start");
        }
        catch (Exception error)
        {
            claim.Fail(explain(error) ?? error.ToString());
            say($"Failed: {claim.Name}: {explain(error) ?? error.ToString()}");
        }
    }
}
