namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>
/// Work that the members of a crew do together. All run the same code, and what is outside its loops must change nothing shared:
/// a member may come late or not at all.
/// </summary>
internal interface ICrewTask
{
    void Work(CrewMember me);
}
