using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Embedding, what the step is told of the source, recurrent layers and readout, behind any encoder.</summary>
internal sealed unsafe class RecurrentDecoder : StepDecoder<FloatState>, ICpuDecoder<FloatState>
{
    private readonly CpuRuntime _runtime;
    private readonly RecurrentShape _shape;
    private readonly DecoderMemory _memory;
    private readonly TokenTable _embedding;
    private readonly RecurrentCell[] _cells;
    private readonly Linear _readout;
    private readonly RecurrentRoom _room;

    public RecurrentDecoder(ModelConfig config, WeightReader reader, CpuRuntime runtime)
        : base(config, reader, runtime, SourceAttention.Heads(config))
    {
        _runtime = runtime;
        _shape = new RecurrentShape(config);
        _memory = new DecoderMemory(_shape, reader, runtime);
        _embedding = TokenTable.Read(config, reader, "decoder");
        _cells = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer => ReadCell(reader, layer))];
        _readout = reader.Linear("model.decoder.readout", config.Width, _shape.ReadoutInputs, Activation.Tanh);
        _room = new RecurrentRoom(_shape, RecurrentCell.Gates(config.DecoderKind));
    }

    public void Receive(PackedSources sources, FloatState state) => _memory.Receive(sources, state);

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder) => _memory.Remember(me, sources, encoder);

    protected override FloatState MakeState() => new(this, _runtime.Shelf, _shape.StateFloats);

    protected override void Prepare(FloatState state)
    {
        var longest = 0;
        for (var row = 0; row < state.Rows; row++)
            longest = Math.Max(longest, state.SourceLength(row));

        _room.Reserve(state.Rows);
        _runtime.ReserveScratch(HeadMemory.Padded(longest));
    }

    protected override Rows Advance(CrewMember me, FloatState state, int[] tokens)
    {
        Begin(me, state, tokens);                                            // [N, D]
        _memory.Attention?.Apply(me, state, Layer(state, _cells.Length - 1), _room, Attention);   // [N, C]
        for (var layer = 0; layer < _cells.Length; layer++)
            Advance(me, state, layer);                                       // [N, H]

        _readout.Apply(me, _room.Joined, state.Rows, _room.Readout);         // [N, D]
        Feed(me, state);
        return _room.Readout;
    }

    /// <summary>What every row knows before anything is computed: its token, the context it keeps, and the readout of the step before.</summary>
    private void Begin(CrewMember me, FloatState state, int[] tokens)
    {
        foreach (var row in me.Each(state.Rows))
        {
            _embedding.Copy(tokens[row], _room.Embedded[row]);
            state.Floats(row)[_shape.LayerFloats..].CopyTo(new Span<float>(_room.Fed[row], _shape.FedWidth));
            if (_memory.Attention is null)
                _memory.CopyContext(state.Source(row), _room.Context[row]);
        }
    }

    private void Advance(CrewMember me, FloatState state, int layer)
    {
        var (h, c) = (Layer(state, layer), Layer(state, _cells.Length + layer));
        var inputs = layer == 0 ? _room.LowestInput : Layer(state, layer - 1);
        _cells[layer].Input.Apply(me, inputs, state.Rows, _room.FromInput);
        _cells[layer].State.Apply(me, h, state.Rows, _room.FromState);

        foreach (var row in me.Each(state.Rows))
        {
            _cells[layer].Advance(_room.FromInput[row], _room.FromState[row], h[row], c[row]);
            if (layer == _cells.Length - 1)
                new ReadOnlySpan<float>(h[row], _shape.Hidden).CopyTo(new Span<float>(_room.Joined[row], _shape.Hidden));
        }
    }

    private void Feed(CrewMember me, FloatState state)
    {
        if (_shape.FedWidth == 0)
            return;

        foreach (var row in me.Each(state.Rows))
            new ReadOnlySpan<float>(_room.Readout[row], _shape.Width).CopyTo(state.Floats(row)[_shape.LayerFloats..]);
    }

    /// <summary>The states of a layer, [N, H]; behind the top layer come the cells of the lowest.</summary>
    private Rows Layer(FloatState state, int layer) => state.All.Skip(layer * _shape.Hidden);

    /// <summary>The lowest layer reads [embedding; context; fed readout] in the checkpoint and [context; embedding; fed readout] here.</summary>
    private RecurrentCell ReadCell(WeightReader reader, int layer)
    {
        var (kind, hidden) = (_shape.Config.DecoderKind, _shape.Hidden);
        if (layer > 0)
            return RecurrentCell.Read(reader, "model.decoder", $"l{layer}", new CellShape(kind, hidden, hidden));

        var lowest = new CellShape(kind, _shape.LowestInputs, hidden);
        var (width, context) = (_shape.Width, _shape.ContextAtInput ? _shape.Context : 0);
        int[] columns = [.. Enumerable.Range(width, context), .. Enumerable.Range(0, width), .. Enumerable.Range(width + context, _shape.FedWidth)];
        return RecurrentCell.Read(reader, "model.decoder", "l0", lowest, columns);
    }
}
