namespace Seq2SeqService.Inference.Engines.Cpu.Workers;

/// <summary>Leads a member out of a task in which another member has failed; never leaves the crew.</summary>
internal sealed class CrewBrokenException : Exception
{
    public CrewBrokenException() : base("Another member of the crew has failed.")
    {
    }
}
