using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Output;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>The decoder stack and the output layer: one step of all rows of a state.</summary>
internal sealed unsafe class TransformerDecoder : ICrewTask
{
    private readonly ModelConfig _config;
    private readonly CpuRuntime _runtime;
    private readonly Embedding _embedding;
    private readonly DecoderLayer[] _layers;
    private readonly NormWeights? _finalNorm;
    private readonly OutputLayer _output;
    private readonly Workspace _room;
    private TransformerState? _state;
    private StepInput? _stepInput;
    private StepOutput? _stepOutput;

    public TransformerDecoder(ModelConfig config, WeightReader reader, Embedding embedding, CpuRuntime runtime)
    {
        var shape = StackShape.Of(config, config.DecoderHeads, runtime.Kernels);
        _config = config;
        _runtime = runtime;
        _embedding = embedding;
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer =>
            new DecoderLayer(reader, layer, config.DecoderFeedForward, shape, runtime))];
        _finalNorm = shape.FinalNorm(reader, "model.decoder.layer_norm");
        _output = new OutputLayer(runtime, ReadOutput(config, reader.Weights));
        _room = new Workspace(config.Width, Math.Max(3 * config.Width, config.DecoderFeedForward));
    }

    public void Step(TransformerState state, StepInput input, StepOutput output)
    {
        StepGuard.Check(input, state.Rows, _config.VocabularySize);
        output.Reserve(state.Rows, input.Candidates);
        if (state.Rows == 0)
            return;

        Reserve(state, input.Candidates);
        for (var row = 0; row < state.Rows; row++)
            state[row].Add(state.Pool.Take());

        (_state, _stepInput, _stepOutput) = (state, input, output);
        _runtime.Crew.Run(this);
        (_state, _stepInput, _stepOutput) = (null, null, null);
    }

    void ICrewTask.Work(CrewMember me)
    {
        Embed(me);
        foreach (var layer in _layers)
            layer.Apply(me, _state!, _room);

        Normalize(me);
        _output.Search(me, _room.Stream, _state!.Rows, _stepInput!, _stepOutput!);
    }

    private void Reserve(TransformerState state, int candidates)
    {
        var longest = 0;
        for (var row = 0; row < state.Rows; row++)
        {
            if (state[row].Length >= _config.MaxPositions)
                throw new InvalidOperationException($"Row {row} has reached the model's limit of {_config.MaxPositions} positions.");

            longest = Math.Max(longest, Math.Max(state[row].Length + 1, state[row].Source!.Positions));
        }

        _room.Reserve(state.Rows);
        _runtime.ReserveScratch(HeadMemory.Padded(longest));
        _output.Reserve(state.Rows, candidates);
    }

    private void Embed(CrewMember me)
    {
        foreach (var row in me.Each(_state!.Rows))
            _embedding.Write(_stepInput!.Tokens[row], _state[row].Length - 1, _room.Stream[row]);   // [N, D]
    }

    private void Normalize(CrewMember me)
    {
        if (_finalNorm is null)
            return;

        foreach (var row in me.Each(_state!.Rows))
            _runtime.Kernels.Normalize(_room.Stream[row], _finalNorm, _room.Stream[row]);
    }

    private static PackedMatrix ReadOutput(ModelConfig config, ModelWeights weights)
    {
        var matrix = config.TiedOutput
            ? TransformerNetwork.ReadTokens(config, weights, "decoder")
            : weights.Get("lm_head.weight", config.VocabularySize, config.Width);
        return PackedMatrix.Pack(config.Width, new DenseWeights(matrix, weights.Get("final_logits_bias", 1, config.VocabularySize)));
    }
}
