using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Any encoder with any decoder: sources are encoded pack by pack, each in one task of the crew.</summary>
internal sealed class EncoderDecoderNetwork<TState>(ICpuEncoder encoder, ICpuDecoder<TState> decoder, CpuRuntime runtime) : ICpuNetwork, ICrewTask
    where TState : ICpuState
{
    private readonly PackedSources _sources = new(runtime.Crew.Size);

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        var state = decoder.NewState();
        for (var next = 0; next < sources.Count;)
        {
            next = _sources.Fill(sources, next);
            encoder.Reserve(_sources);
            decoder.Receive(_sources, state);
            runtime.ReserveRows(_sources.Tokens);
            runtime.Crew.Run(this);
        }

        return state;
    }

    void ICrewTask.Work(CrewMember me)
    {
        encoder.Encode(me, _sources);
        decoder.Remember(me, _sources, encoder);
    }
}
