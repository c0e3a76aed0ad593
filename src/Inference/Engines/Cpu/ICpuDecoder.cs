using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>The encoder's side of a decoder: what it keeps of the sources, and the rows that begin from them.</summary>
internal interface ICpuDecoder<TState> where TState : ICpuState
{
    TState NewState();

    /// <summary>Adds a row for each sentence of a pack to the state, with room for what it will remember; called before the crew starts.</summary>
    void Receive(PackedSources sources, TState state);

    /// <summary>Fills the memories and first states of the rows last received.</summary>
    void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder);
}
