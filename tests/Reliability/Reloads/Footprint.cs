namespace Seq2SeqService.Reliability.Reloads;

/// <summary>What a service holds at one moment.</summary>
/// <param name="Memory">Bytes that the process holds.</param>
/// <param name="Heap">Bytes of managed objects after the last collection.</param>
internal sealed record Footprint(long Memory, long Heap, int Threads, int Handles)
{
    public static async Task<Footprint> OfAsync(Replica replica, Caller caller, CancellationToken cancel) =>
        new(replica.Memory, await caller.HeapAsync(cancel), replica.Threads, replica.Handles);

    /// <summary>The middle of each figure by itself: a single look may meet a version on its way in or out.</summary>
    public static Footprint Middle(IReadOnlyList<Footprint> looks) => new(
        Median(looks, look => look.Memory), Median(looks, look => look.Heap), (int)Median(looks, look => look.Threads), (int)Median(looks, look => look.Handles));

    private static long Median(IReadOnlyList<Footprint> looks, Func<Footprint, long> figure) => looks.Select(figure).Order().ElementAt(looks.Count / 2);
}
