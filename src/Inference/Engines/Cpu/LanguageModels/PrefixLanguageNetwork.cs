using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.LanguageModels;

/// <summary>
/// A prefix language model: one Transformer stack over source, start token and target. Source tokens never see the target, so that a source
/// is read once, into the first slots of its row; decoding goes on behind them.
/// </summary>
internal sealed class PrefixLanguageNetwork : ICpuNetwork, ICrewTask
{
    private readonly ModelConfig _config;
    private readonly CpuRuntime _runtime;
    private readonly PrefixStack _stack;
    private readonly PrefixDecoder _decoder;
    private readonly PackedSources _sources;
    private readonly PrefixPass _pass = new();
    private SlotPool? _pool;

    public PrefixLanguageNetwork(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        _config = config;
        _runtime = runtime;
        _sources = new PackedSources(runtime.Crew.Size);
        _stack = new PrefixStack(_config, reader, runtime);
        _decoder = new PrefixDecoder(_config, reader, _stack, runtime);
    }

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        var state = _decoder.NewState();
        _pool = state.Pool;
        for (var next = 0; next < sources.Count;)
        {
            next = _sources.Fill(sources, next);
            Receive(state);
            _stack.Reserve(_pass);
            _runtime.ReserveRows(_pass.Count);
            _runtime.Crew.Run(this);
        }

        return state;
    }

    void ICrewTask.Work(CrewMember me)
    {
        foreach (var token in me.Each(_pass.Count))
            _stack.Embed(_pass[token], _sources.Token(token), token);

        _stack.Read(me, _pass, _pool!.Slots);
    }

    /// <summary>A row for every sentence of the pack, and a slot for every token.</summary>
    private void Receive(SlotState state)
    {
        _pass.Clear();
        for (var i = 0; i < _sources.Sentences; i++)
        {
            var length = _sources.Length(i);
            state.Add(new SourceMemory(_runtime.Shelf, floats: 0, length));
            var row = state[state.Rows - 1];
            for (var s = 0; s < length; s++)
            {
                row.Add(state.Pool.Take());
                _pass.Add(new PrefixToken(row, s, _config.BidirectionalSource ? length : s + 1));
            }
        }
    }
}
