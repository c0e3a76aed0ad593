using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Transformer;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>Layers of gated convolutions over the target so far, each with attention to the source (Gehring et al., 2017), behind any encoder.</summary>
internal sealed unsafe class ConvDecoder : StepDecoder<FloatState>, ICpuDecoder<FloatState>
{
    private readonly CpuRuntime _runtime;
    private readonly ConvShape _shape;
    private readonly ConvMemory _memory;
    private readonly Embedding _embedding;
    private readonly Linear _input;
    private readonly ConvDecoderLayer[] _layers;
    private readonly Linear _output;
    private readonly ConvRoom _room;

    public ConvDecoder(ModelConfig config, WeightReader reader, CpuRuntime runtime)
        : base(config, reader, runtime, parts: config.DecoderLayers)
    {
        _runtime = runtime;
        _shape = new ConvShape(config);
        _memory = new ConvMemory(config, reader, runtime);
        _embedding = Embedding.ReadUnscaled(config, reader, "decoder");
        _input = reader.Linear("model.decoder.input", _shape.Channels, _shape.Width);
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer => new ConvDecoderLayer(reader, layer, _shape, _memory, runtime))];
        _output = reader.Linear("model.decoder.output", _shape.Width, _shape.Channels);
        _room = new ConvRoom(_shape.Width, _shape.Channels);
    }

    public void Receive(PackedSources sources, FloatState state) => _memory.Receive(sources, state);

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder) => _memory.Remember(me, sources, encoder);

    protected override FloatState MakeState() => new(this, _runtime.Shelf, _shape.StateFloats);

    protected override void Prepare(FloatState state)
    {
        var longest = 0;
        for (var row = 0; row < state.Rows; row++)
        {
            if (_shape.Position(state, row) >= _shape.Config.MaxPositions)
                throw new InvalidOperationException($"Row {row} has reached the model's limit of {_shape.Config.MaxPositions} positions.");

            longest = Math.Max(longest, state.SourceLength(row));
        }

        _room.Reserve(state.Rows);
        _runtime.ReserveScratch(QueryGroup.Scores(1, longest));
    }

    protected override Rows Advance(CrewMember me, FloatState state, int[] tokens)
    {
        foreach (var row in me.Each(state.Rows))
        {
            _embedding.Write(tokens[row], _shape.Position(state, row), _room.Embedded[row]);   // [N, D]
            _shape.Advance(state, row);
        }

        _input.Apply(me, _room.Embedded, state.Rows, _shape.NewestOf(state, 0));             // [N, H]
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var isTop = layer == _layers.Length - 1;
            _layers[layer].Apply(me, state, _room, Attention, isTop ? _room.Channels : _shape.NewestOf(state, layer + 1));
        }

        _output.Apply(me, _room.Channels, state.Rows, _room.Queries);                        // [N, D]
        return _room.Queries;
    }
}
