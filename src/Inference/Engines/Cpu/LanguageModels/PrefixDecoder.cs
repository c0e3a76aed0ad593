using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.LanguageModels;

/// <summary>The next token of every row: its past begins with its source, and positions run on behind it.</summary>
internal sealed class PrefixDecoder(ModelConfig config, WeightReader reader, PrefixStack stack, CpuRuntime runtime)
    : StepDecoder<SlotState>(config, reader, runtime, parts: config.DecoderLayers * config.DecoderHeads)
{
    private readonly PrefixPass _pass = new();
    private readonly int _positions = config.MaxPositions;
    private readonly BufferShelf _shelf = runtime.Shelf;
    private readonly int _slotFloats = 2 * config.Width * config.DecoderLayers;

    protected override SlotState MakeState() => new(this, new SlotPool(_shelf, _slotFloats), _positions);

    protected override void Prepare(SlotState state)
    {
        for (var row = 0; row < state.Rows; row++)
        {
            if (state[row].Length >= _positions)
                throw new InvalidOperationException($"Row {row} has reached the model's limit of {_positions} positions, its source among them.");
        }

        _pass.Clear();
        for (var row = 0; row < state.Rows; row++)
        {
            state[row].Add(state.Pool.Take());
            _pass.Add(new PrefixToken(state[row], state[row].Length - 1, state[row].Length));
        }

        stack.Reserve(_pass);
    }

    protected override Rows Advance(CrewMember me, SlotState state, int[] tokens)
    {
        foreach (var row in me.Each(state.Rows))
            stack.Embed(_pass[row], tokens[row], row);

        return stack.Advance(me, _pass, state.Pool.Slots, Attention);        // [N, D]
    }
}
