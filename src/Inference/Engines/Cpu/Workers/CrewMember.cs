namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>
/// One of the threads that run a task together. All members run the same code; in its loops each takes what is left to do, and behind a
/// loop everything in it is done, by whomever. Who computes what never changes a result.
/// </summary>
internal sealed class CrewMember(Crew crew, int index)
{
    private int _stage;

    /// <summary>0 is the thread that called.</summary>
    public int Index => index;

    public void Begin(int firstStage) => _stage = firstStage;

    /// <summary>Each of <paramref name="items"/> things to one member.</summary>
    public ItemLoop Each(int items) => new(Share(items, 1));

    /// <summary>Runs of at least <paramref name="atLeast"/> things, each to one member.</summary>
    public ShareLoop Share(int items, int atLeast) => new(crew, crew.Size == 1 || items == 0 ? 0 : _stage++, items, atLeast);
}
