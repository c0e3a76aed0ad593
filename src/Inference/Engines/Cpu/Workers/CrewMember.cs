using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>One of the threads that run a task together. Who takes which share never changes a result, only who computes it.</summary>
internal readonly struct CrewMember(Crew crew, int index)
{
    /// <summary>0 is the thread that called.</summary>
    public int Index => index;

    /// <summary>This member's part of <paramref name="items"/> things: [start, end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Range Share(int items) =>
        crew.Size == 1
            ? new Range(0, items)
            : new Range((int)((long)items * index / crew.Size), (int)((long)items * (index + 1) / crew.Size));

    /// <summary>Waits until every member has come here: what they wrote before is visible to all behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Meet()
    {
        if (crew.Size > 1)
            crew.Meet();
    }
}
