namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>Some of a task's things, and who does their loops: one member alone, or all members together.</summary>
internal readonly record struct Portion(CrewMember Member, Range Items);

/// <summary>A <c>foreach</c> over the portions that this member has a part in; it ends when all of them are done, where they are several.</summary>
internal struct PortionLoop(CrewMember who, int portions, int items, ItemLoop loop)
{
    private ItemLoop _loop = loop;

    public readonly Portion Current => new(who, Cut(_loop.Current)..Cut(_loop.Current + 1));

    public readonly PortionLoop GetEnumerator() => this;

    public bool MoveNext() => _loop.MoveNext();

    private readonly int Cut(int portion) => (int)((long)items * portion / portions);
}
