using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Transformer;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.LanguageModels;

/// <summary>Self-attention over the slots of each token's own row, source and target alike, then feed-forward.</summary>
internal sealed unsafe class PrefixLayer : IStackLayer
{
    private readonly int _index;
    private readonly StackShape _shape;
    private readonly CpuRuntime _runtime;
    private readonly Linear _queryKeyValue;
    private readonly Linear _output;
    private readonly ResidualNorm _norm;
    private readonly FeedForward _feedForward;

    public PrefixLayer(WeightReader reader, int index, int feedForward, StackShape shape, CpuRuntime runtime)
    {
        var (name, width) = ($"model.decoder.layers.{index}", shape.Width);
        _index = index;
        _shape = shape;
        _runtime = runtime;
        _queryKeyValue = reader.SideBySide(width, width, $"{name}.self_attn.q_proj", $"{name}.self_attn.k_proj", $"{name}.self_attn.v_proj");
        _output = reader.Linear($"{name}.self_attn.out_proj", width, width);
        _norm = shape.Norm(reader, $"{name}.self_attn_layer_norm");
        _feedForward = FeedForward.Read(reader, name, feedForward, shape);
    }

    public void Enter(Workspace room, int row) => _norm.Enter(room, row, _queryKeyValue);

    public void Apply(CrewMember me, PrefixPass pass, Rows slots, Workspace room, AttentionTrace? trace)
    {
        Remember(me, pass, slots, room);                                     // [N, 3D]
        Attend(me, pass, slots, room, trace);                                // [N, D]
        _output.Multiply(me, room.Context, 0..pass.Count, room.Delta);       // [N, D]
        foreach (var row in me.Each(pass.Count))
        {
            _norm.Leave(room, row);
            _feedForward.Enter(room, row);
        }

        _feedForward.Apply(me, room, 0..pass.Count);
    }

    public void Leave(Workspace room, int row) => _feedForward.Leave(room, row);

    /// <summary>Writes each token's key and value into its slot.</summary>
    public void Remember(CrewMember me, PrefixPass pass, Rows slots, Workspace room)
    {
        var made = room.Wide;
        _queryKeyValue.Multiply(me, _norm.Input(room), 0..pass.Count, made); // [N, 3D]
        var cache = Cache(slots);
        foreach (var token in me.Each(pass.Count))
        {
            var keyValue = new ReadOnlySpan<float>(made[token] + _shape.Width, 2 * _shape.Width);
            keyValue.CopyTo(new Span<float>(cache[pass[token].Slot], 2 * _shape.Width));
        }
    }

    private void Attend(CrewMember me, PrefixPass pass, Rows slots, Workspace room, AttentionTrace? trace)
    {
        var (cache, queries) = (Cache(slots), room.Wide);
        foreach (var index in me.Each(pass.Count))
        {
            var token = pass[index];
            var weights = new Rows(_runtime.Scratch(me), HeadMemory.Padded(token.Seen));
            fixed (int* places = token.Row.Slots)
            {
                var history = new HeadHistory(cache, cache.Skip(_shape.Width), places, token.Seen);
                _shape.Kernels.AttendHistory(_shape.Queries(queries[index]), history, weights.Start, _shape.Split(room.Context[index]));
            }

            _output.Enter(room.Context[index], index);

            for (var head = 0; head < _shape.Heads; head++)
                trace?.Add(index, (_index * _shape.Heads) + head, weights[head], token.Row.Source!.Positions);
        }
    }

    /// <summary>This layer's part of the slots, [slots, keys D | values D].</summary>
    private Rows Cache(Rows slots) => slots.Skip(_index * 2 * _shape.Width);
}
