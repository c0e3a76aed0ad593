using Seq2SeqService.Core.Checkpoints;
using static Seq2SeqService.Inference.Tests.Engines.Cpu.References.Algebra;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>One step of PyTorch's RNN, GRU and LSTM layers.</summary>
internal sealed class ReferenceCells(ModelWeights weights, string name, LayerKind kind, int size)
{
    public (double[] H, double[] Cell) Advance(string suffix, double[] x, (double[] H, double[] Cell) state)
    {
        var fromInput = Linear(weights.Find($"{name}.weight_ih_{suffix}").Values, weights.Find($"{name}.bias_ih_{suffix}").Values, x);
        var fromState = Linear(weights.Find($"{name}.weight_hh_{suffix}").Values, weights.Find($"{name}.bias_hh_{suffix}").Values, state.H);
        return kind switch
        {
            LayerKind.Lstm => Lstm(fromInput, fromState, state.Cell),
            LayerKind.Gru => (Gru(fromInput, fromState, state.H), state.Cell),
            _ => (Map(Add(fromInput, fromState), Math.Tanh), state.Cell),
        };
    }

    private double[] Gru(double[] fromInput, double[] fromState, double[] h) => [.. Enumerable.Range(0, size).Select(j =>
    {
        var r = Sigmoid(fromInput[j] + fromState[j]);
        var z = Sigmoid(fromInput[size + j] + fromState[size + j]);
        var n = Math.Tanh(fromInput[(2 * size) + j] + (r * fromState[(2 * size) + j]));
        return ((1 - z) * n) + (z * h[j]);
    })];

    private (double[] H, double[] Cell) Lstm(double[] fromInput, double[] fromState, double[] cell)
    {
        var sum = Add(fromInput, fromState);
        var next = new double[size];
        var h = new double[size];
        for (var j = 0; j < size; j++)
        {
            next[j] = (Sigmoid(sum[size + j]) * cell[j]) + (Sigmoid(sum[j]) * Math.Tanh(sum[(2 * size) + j]));
            h[j] = Sigmoid(sum[(3 * size) + j]) * Math.Tanh(next[j]);
        }

        return (h, next);
    }
}
