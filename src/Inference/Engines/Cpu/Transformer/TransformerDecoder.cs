using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>The decoder stack, in the layout of Hugging Face's <c>MarianMTModel</c>, behind any encoder.</summary>
internal sealed unsafe class TransformerDecoder : StepDecoder<SlotState>, ICpuDecoder<SlotState>
{
    /// <summary>Rows that are worth a member's reading all weights for them alone: a product of so many is nearly as quick per row as one of more.</summary>
    private const int FewestRows = 16;

    private readonly ModelConfig _config;
    private readonly CpuRuntime _runtime;
    private readonly Embedding _embedding;
    private readonly DecoderLayer[] _layers;
    private readonly CrossMemory _memory;
    private readonly Workspace _room;
    private readonly ResidualStream _stream;

    public TransformerDecoder(ModelConfig config, WeightReader reader, CpuRuntime runtime)
        : base(config, reader, runtime, config.DecoderLayers * config.DecoderHeads)
    {
        var shape = StackShape.Of(config, config.DecoderHeads, runtime.Kernels);
        _config = config;
        _runtime = runtime;
        _embedding = Embedding.Read(config, reader, "decoder");
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer =>
            new DecoderLayer(reader, layer, config.DecoderFeedForward, shape, runtime))];
        _memory = new CrossMemory(config, reader, shape, runtime);
        _room = new Workspace(config.Width, Math.Max(3 * config.Width, config.DecoderFeedForward));
        _stream = new ResidualStream(runtime.Kernels, _layers, shape.FinalNorm(reader, "model.decoder.layer_norm"), _room);
    }

    public void Receive(PackedSources sources, SlotState state) => _memory.Receive(sources, state);

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder) => _memory.Remember(me, sources, encoder);

    protected override SlotState MakeState() => new(this, new SlotPool(_runtime.Shelf, 2 * _config.Width * _config.DecoderLayers), _config.MaxPositions);

    protected override void Prepare(SlotState state)
    {
        var longest = 0;
        for (var row = 0; row < state.Rows; row++)
        {
            if (state[row].Length >= _config.MaxPositions)
                throw new InvalidOperationException($"Row {row} has reached the model's limit of {_config.MaxPositions} positions.");

            longest = Math.Max(longest, Math.Max(state[row].Length + 1, state.SourceLength(row)));
        }

        _room.Reserve(state.Rows);
        _runtime.ReserveScratch(QueryGroup.Scores(_config.DecoderHeads, longest));
        for (var row = 0; row < state.Rows; row++)
            state[row].Add(state.Pool.Take());
    }

    protected override Rows Advance(CrewMember me, SlotState state, int[] tokens)
    {
        foreach (var portion in me.Portions(state.Rows, FewestRows))
            Advance(portion.Member, state, portion.Items, tokens);

        return _room.Stream;
    }

    private void Advance(CrewMember me, SlotState state, Range rows, int[] tokens)
    {
        foreach (var row in me.Each(rows))
        {
            _embedding.Write(tokens[row], state[row].Length - 1, _room.Stream[row]);       // [D]
            _stream.Begin(row);
        }

        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Apply(me, state, rows, _room, Attention);                       // [N, D]
            foreach (var row in me.Each(rows))
                _stream.PassOn(layer, row);
        }
    }
}
