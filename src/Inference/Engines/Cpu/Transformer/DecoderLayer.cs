using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>One token of every row through self-attention over the row's past, attention over its source, and feed-forward.</summary>
internal sealed unsafe class DecoderLayer(WeightReader reader, int index, int feedForward, StackShape shape, CpuRuntime runtime) : IStackLayer
{
    private readonly Linear _queryKeyValue = reader.SideBySide(
        shape.Width, shape.Width, $"{Name(index)}.self_attn.q_proj", $"{Name(index)}.self_attn.k_proj", $"{Name(index)}.self_attn.v_proj");

    private readonly Linear _selfOutput = reader.Linear($"{Name(index)}.self_attn.out_proj", shape.Width, shape.Width);
    private readonly ResidualNorm _selfNorm = shape.Norm(reader, $"{Name(index)}.self_attn_layer_norm");
    private readonly Linear _query = reader.Linear($"{Name(index)}.encoder_attn.q_proj", shape.Width, shape.Width);
    private readonly Linear _sourceOutput = reader.Linear($"{Name(index)}.encoder_attn.out_proj", shape.Width, shape.Width);
    private readonly ResidualNorm _sourceNorm = shape.Norm(reader, $"{Name(index)}.encoder_attn_layer_norm");
    private readonly FeedForward _feedForward = FeedForward.Read(reader, Name(index), feedForward, shape);
    private readonly MemoryLayout _layout = new(shape);

    public void Enter(Workspace room, int row) => _selfNorm.Enter(room, row, _queryKeyValue);

    /// <summary>Computes some of the state's rows.</summary>
    public void Apply(CrewMember me, SlotState state, Range rows, Workspace room, AttentionTrace trace)
    {
        _queryKeyValue.Multiply(me, _selfNorm.Input(room), rows, room.Wide);   // [N, 3D]
        AttendPast(me, state, rows, room);                                     // [N, D]
        _selfOutput.Multiply(me, room.Context, rows, room.Delta);              // [N, D]
        foreach (var row in me.Each(rows))
        {
            _selfNorm.Leave(room, row);
            _sourceNorm.Enter(room, row, _query);
        }

        _query.Multiply(me, _sourceNorm.Input(room), rows, room.Wide);         // [N, D]
        AttendSource(me, state, rows, room, trace);                            // [N, D]
        _sourceOutput.Multiply(me, room.Context, rows, room.Delta);            // [N, D]
        foreach (var row in me.Each(rows))
        {
            _sourceNorm.Leave(room, row);
            _feedForward.Enter(room, row);
        }

        _feedForward.Apply(me, room, rows);
    }

    public void Leave(Workspace room, int row) => _feedForward.Leave(room, row);

    private static string Name(int index) => $"model.decoder.layers.{index}";

    /// <summary>Writes the new token's key and value into the row's last slot, then attends over all slots; the row enters the next product.</summary>
    private void AttendPast(CrewMember me, SlotState state, Range rows, Workspace room)
    {
        var cache = state.Pool.Slots.Skip(index * 2 * shape.Width);          // [slots, keys D | values D]
        foreach (var row in me.Each(rows))
        {
            var made = room.Wide[row];                                       // [query D | key D | value D]
            var past = state[row];
            var keyValue = new ReadOnlySpan<float>(made + shape.Width, 2 * shape.Width);
            keyValue.CopyTo(new Span<float>(cache[past.Slots[past.Length - 1]], 2 * shape.Width));

            FetchPast(state, row + 1, cache);
            fixed (int* slots = past.Slots)
            {
                var history = new HeadHistory(cache, cache.Skip(shape.Width), slots, past.Length);
                shape.Kernels.AttendHistory(shape.Queries(made), history, runtime.Scratch(me), shape.Split(room.Context[row]));
            }

            _selfOutput.Enter(room.Context[row], row);
        }
    }

    private void AttendSource(CrewMember me, SlotState state, Range rows, Workspace room, AttentionTrace trace)
    {
        foreach (var row in me.Each(rows))
        {
            var memory = _layout.Head(state[row].Source!, index, head: 0);
            var weights = new Rows(runtime.Scratch(me), HeadMemory.Padded(memory.Positions));
            FetchSource(state, row + 1);
            shape.Kernels.Attend(shape.Queries(room.Wide[row]), memory, weights.Start, shape.Split(room.Context[row]));
            _sourceOutput.Enter(room.Context[row], row);
            for (var head = 0; head < shape.Heads; head++)
                trace.Add(row, (index * shape.Heads) + head, weights[head], memory.Positions);
        }
    }

    private void FetchPast(SlotState state, int row, Rows cache)
    {
        for (var t = 0; row < state.Rows && t < state[row].Length - 1; t++)
            CacheLines.Fetch(cache[state[row].Slots[t]], 2 * shape.Width);
    }

    private void FetchSource(SlotState state, int row)
    {
        if (row < state.Rows && state[row].Source is { } source)
            CacheLines.Fetch(_layout.Head(source, index, head: 0).Keys.Start, _layout.Floats(source.Positions, layers: 1));
    }
}
