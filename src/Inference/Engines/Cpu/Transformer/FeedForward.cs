using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>x + W₂ · activation(W₁ x), with its norm.</summary>
internal sealed class FeedForward(Linear inner, Linear outer, ResidualNorm norm)
{
    public static FeedForward Read(WeightReader reader, string layer, int inner, StackShape shape) => new(
        reader.Linear($"{layer}.fc1", inner, shape.Width, shape.Activation),
        reader.Linear($"{layer}.fc2", shape.Width, inner),
        shape.Norm(reader, $"{layer}.final_layer_norm"));

    public void Enter(Workspace room, int row) => norm.Enter(room, row, inner);

    /// <summary>Computes the rows that have entered.</summary>
    public void Apply(CrewMember me, Workspace room, Range rows)
    {
        inner.Multiply(me, norm.Input(room), rows, room.Wide);   // [N, F]
        outer.Apply(me, room.Wide, rows, room.Delta);            // [N, D]
    }

    public void Leave(Workspace room, int row) => norm.Leave(room, row);
}
