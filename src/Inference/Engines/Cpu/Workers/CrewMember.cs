namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>
/// One of the threads that run a task together. All members run the same code; in its loops each takes what is left to do, and behind a
/// loop everything in it is done, by whomever. Who computes what never changes a result.
/// </summary>
/// <param name="crew">Whom it shares the loops with; null for a member that does everything by itself.</param>
internal sealed class CrewMember(Crew? crew, int index)
{
    /// <summary>Portions for each member where there is enough: with more than one, a member that was held up leaves some of its own to the others.</summary>
    private const int MostPortions = 2;

    private readonly CrewMember? _alone = crew is null ? null : new CrewMember(null, index);
    private int _stage;

    /// <summary>0 is the thread that called.</summary>
    public int Index => index;

    public void Begin(int firstStage) => _stage = firstStage;

    /// <summary>Each of <paramref name="items"/> things to one member.</summary>
    public ItemLoop Each(int items) => Each(0..items);

    public ItemLoop Each(Range items) => new(Share(items, 1));

    /// <summary>Runs of at least <paramref name="atLeast"/> things, each to one member.</summary>
    public ShareLoop Share(int items, int atLeast) => Share(0..items, atLeast);

    /// <summary>
    /// Things that do not need one another, for several loops on end. Enough of them are cut into even portions of at least
    /// <paramref name="atLeast"/>, and whoever takes one does all its loops alone: it waits for nobody, and reads what its own core wrote.
    /// Few of them are one portion, whose loops all members share.
    /// </summary>
    public PortionLoop Portions(int items, int atLeast)
    {
        var portions = crew is null ? 0 : Math.Min(items / atLeast / crew.Size, MostPortions) * crew.Size;
        return portions > 0
            ? new(_alone!, portions, items, Each(portions))
            : new(this, 1, items, new ItemLoop(new ShareLoop(null, 0, 0..1, 1)));
    }

    private ShareLoop Share(Range items, int atLeast) => new(crew, crew is null || items.Start.Equals(items.End) ? 0 : _stage++, items, atLeast);
}
