namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>Work that all members of a crew do together: each runs the same code and takes its share of every stage.</summary>
internal interface ICrewTask
{
    void Work(CrewMember me);
}
