using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// Bahdanau's attention: e_s = v · tanh(W_q q + W_k h_s + b), weights = softmax(e), context = Σ weights_s h_s. The query is the top
/// state of the step before; W_k h_s + b is in the source's memory.
/// </summary>
internal sealed unsafe class AdditiveAttention(RecurrentShape shape, ModelWeights weights, CpuRuntime runtime)
{
    private readonly FloatBuffer _score = FloatBuffer.CopyOf(weights.Get("attention.score.weight", 1, shape.Hidden));

    private readonly Linear _query = new(
        runtime.Kernels,
        PackedMatrix.Pack(shape.Hidden, new DenseWeights(weights.Get("attention.query.weight", shape.Hidden, shape.Hidden), null)));

    public void Apply(CrewMember me, RecurrentState state, RecurrentRoom room)
    {
        var top = state.AllStates.Skip(shape.StateFloats - shape.Hidden);
        _query.Apply(me, top, state.Rows, room.Queries);       // [N, H]

        foreach (var row in me.Each(state.Rows))
            Attend(state.Source(row), room.Queries[row], runtime.Scratch(me), room.Context[row]);   // [N, E]
    }

    private void Attend(SourceMemory source, float* query, float* scores, float* context)
    {
        var memory = new RecurrentMemory(source, shape);
        for (var s = 0; s < source.Positions; s++)
            scores[s] = runtime.Kernels.AdditiveScore(query, memory.Keys[s], _score.Start, shape.Hidden);

        runtime.Kernels.Softmax(scores, source.Positions);
        runtime.Kernels.Mix(scores, source.Positions, memory.Values, shape.Encoded, context);
    }
}
