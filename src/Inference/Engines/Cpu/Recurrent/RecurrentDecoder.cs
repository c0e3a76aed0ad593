using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Output;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Decoder embedding, attention, decoder recurrent and output layers: one step of all rows of a state.</summary>
internal sealed unsafe class RecurrentDecoder : ICrewTask
{
    private readonly ModelConfig _config;
    private readonly CpuRuntime _runtime;
    private readonly RecurrentShape _shape;
    private readonly float[] _embedding;
    private readonly AdditiveAttention _attention;
    private readonly GruLayer[] _layers;
    private readonly Linear _readout;
    private readonly OutputLayer _output;
    private readonly RecurrentRoom _room;
    private RecurrentState? _state;
    private StepInput? _stepInput;
    private StepOutput? _stepOutput;

    public RecurrentDecoder(ModelConfig config, ModelWeights weights, float[] embedding, CpuRuntime runtime)
    {
        _config = config;
        _runtime = runtime;
        _shape = RecurrentShape.Of(config);
        _embedding = embedding;
        _attention = new AdditiveAttention(_shape, weights, runtime);
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer => ReadLayer(weights, layer))];
        _readout = new WeightReader(weights, runtime.Kernels)
            .Linear("decoder_readout", config.Width, _shape.ReadoutInputs, Activation.Tanh);
        _output = new OutputLayer(runtime, ReadOutput(weights));
        _room = new RecurrentRoom(_shape);
    }

    public void Step(RecurrentState state, StepInput input, StepOutput output)
    {
        StepGuard.Check(input, state.Rows, _config.VocabularySize);
        output.Reserve(state.Rows, input.Candidates);
        if (state.Rows == 0)
            return;

        var longest = 0;
        for (var row = 0; row < state.Rows; row++)
            longest = Math.Max(longest, state.Source(row).Positions);

        _room.Reserve(state.Rows);
        _runtime.ReserveScratch(longest);
        _output.Reserve(state.Rows, input.Candidates);
        (_state, _stepInput, _stepOutput) = (state, input, output);
        _runtime.Crew.Run(this);
        (_state, _stepInput, _stepOutput) = (null, null, null);
    }

    void ICrewTask.Work(CrewMember me)
    {
        var rows = _state!.Rows;
        Embed(me, rows);                                                     // [N, D]
        _attention.Apply(me, _state, _room);                                 // [N, E]
        for (var layer = 0; layer < _layers.Length; layer++)
            Advance(me, layer, rows);                                        // [N, H]

        _readout.Apply(me, _room.Joined, rows, _room.Readout);               // [N, D]
        _output.Search(me, _room.Readout, rows, _stepInput!, _stepOutput!);
    }

    private void Embed(CrewMember me, int rows)
    {
        foreach (var row in me.Each(rows))
        {
            var embedding = _embedding.AsSpan(_stepInput!.Tokens[row] * _shape.Width, _shape.Width);
            embedding.CopyTo(new Span<float>(_room.Embedded[row], _shape.Width));
        }
    }

    private void Advance(CrewMember me, int layer, int rows)
    {
        var states = _state!.AllStates.Skip(layer * _shape.Hidden);
        var inputs = layer == 0 ? _room.Context : _state.AllStates.Skip((layer - 1) * _shape.Hidden);
        _layers[layer].Input.Apply(me, inputs, rows, _room.FromInput);
        _layers[layer].State.Apply(me, states, rows, _room.FromState);

        foreach (var row in me.Each(rows))
        {
            _runtime.Kernels.Gate(_room.FromInput[row], _room.FromState[row], states[row], _shape.Hidden);
            if (layer == _layers.Length - 1)
                new ReadOnlySpan<float>(states[row], _shape.Hidden).CopyTo(new Span<float>(_room.Joined[row], _shape.Hidden));
        }
    }

    /// <summary>The lowest layer reads [embedding; context] in the checkpoint and [context; embedding] here.</summary>
    private GruLayer ReadLayer(ModelWeights weights, int layer)
    {
        var shape = layer == 0
            ? new GruShape(_shape.Width + _shape.Encoded, _shape.Hidden, Rotated: _shape.Width)
            : new GruShape(_shape.Hidden, _shape.Hidden);
        return GruLayer.Read(weights, _runtime.Kernels, "decoder_recurrent", $"l{layer}", shape);
    }

    private PackedMatrix ReadOutput(ModelWeights weights)
    {
        var matrix = _config.TiedOutput ? _embedding : weights.Get("decoder_output.weight", _config.VocabularySize, _config.Width);
        return PackedMatrix.Pack(_config.Width, new DenseWeights(matrix, weights.Get("decoder_output.bias", _config.VocabularySize)));
    }
}
