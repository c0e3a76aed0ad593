using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class MemoryBudgetTests
{
    private const long Megabyte = 1_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_does_not_fit_beside_the_one_in_service_is_refused_with_the_figures()
    {
        await using var serving = Of(30 * Megabyte, holdPrevious: false);   // a tiny version counts as 17 MB
        Publish(serving, "1", "2");

        var refused = Assert.Single(serving.Only.Refused);
        Assert.Equal(("1", "2"), (serving.Only.Version, refused.Version));
        Assert.Equal("Loading it takes about 17 MB; other versions have 17 MB of the 30 MB that Inference:MemoryBudgetBytes allows.", refused.Reason);
        Assert.Equal("The fox.", (await serving.TranslateAsync("The fox.")).Texts[0].Text);
    }

    [Fact]
    public async Task It_is_tried_again_and_serves_as_soon_as_there_is_room_and_the_log_says_it_once()
    {
        await using var serving = Of(40 * Megabyte, holdPrevious: false);
        Publish(serving, "1");
        var running = serving.Store.Lease("en-de", null);
        Publish(serving, "2", "3");
        serving.Store.Refresh();
        Assert.Equal("2", serving.Only.Version);
        Assert.Single(serving.Log.Lines, line => line.Contains("MemoryBudgetBytes", StringComparison.Ordinal));

        running.Dispose();
        await serving.Engines["1"].Disposed.WaitAsync(Cancel);
        await RefreshUntil(serving, "3");
    }

    [Fact]
    public async Task The_version_held_for_a_rollback_leaves_for_a_new_one()
    {
        await using var serving = Of(40 * Megabyte, holdPrevious: true);
        Publish(serving, "1", "2");
        Assert.False(serving.Engines["1"].IsDisposed);

        Publish(serving, "3");
        await serving.Engines["1"].Disposed.WaitAsync(Cancel);
        await RefreshUntil(serving, "3");

        Assert.Equal("2", serving.Only.Previous);
        Assert.Empty(serving.Only.Refused);
    }

    [Fact]
    public async Task An_operators_wish_too_makes_room_by_the_held_version()
    {
        await using var serving = Of(40 * Megabyte, holdPrevious: true);
        Publish(serving, "1", "2");
        serving.Models.Publish("en-de", "3");

        Assert.Equal("3", (await serving.Operator.ActivateAsync("en-de", "3", skipGate: false, Cancel)).Version);
        Assert.True(serving.Engines["1"].IsDisposed);
    }

    [Fact]
    public async Task What_failed_to_load_gives_its_memory_back()
    {
        await using var serving = Of(40 * Megabyte, holdPrevious: false);
        Publish(serving, "1");
        serving.Engines.WhileLoading = () => throw new InvalidDataException("bad");
        Publish(serving, "2", "3", "4");
        Assert.All(serving.Only.Refused, refused => Assert.Equal("bad", refused.Reason));

        serving.Engines.WhileLoading = null;
        Publish(serving, "5");
        Assert.Equal("5", serving.Only.Version);
    }

    [Fact]
    public void The_default_is_a_part_of_what_the_process_may_use()
    {
        var budget = new MemoryBudget(Microsoft.Extensions.Options.Options.Create(new InferenceOptions()));
        var all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

        using var fits = budget.Reserve(new(all / 2, all / 2));
        Assert.Throws<VersionRefusedException>(() => budget.Reserve(new(all / 2, all / 2)));
    }

    /// <summary>The memory comes back on another thread, just behind the engine's end.</summary>
    private static async Task RefreshUntil(Serving serving, string version)
    {
        while (serving.Only.Version != version)
        {
            Cancel.ThrowIfCancellationRequested();
            serving.Store.Refresh();
            await Task.Yield();
        }
    }

    private static Serving Of(long bytes, bool holdPrevious) => new(new InferenceOptions { MemoryBudgetBytes = bytes, HoldPrevious = holdPrevious });

    private static void Publish(Serving serving, params string[] versions)
    {
        foreach (var version in versions)
        {
            serving.Models.Publish("en-de", version);
            serving.Store.Refresh();
        }
    }
}
