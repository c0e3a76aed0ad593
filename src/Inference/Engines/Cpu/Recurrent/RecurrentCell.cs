using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// One layer in PyTorch's layout, moved by one step: the products W_ih x + b_ih and W_hh h + b_hh, [N, G·H] each, and the new state of them.
/// </summary>
internal sealed unsafe class RecurrentCell(KernelSet kernels, LayerKind kind, int hidden, Linear input, Linear state)
{
    public Linear Input => input;

    public Linear State => state;

    /// <summary>Width of the cell that an LSTM carries beside its state; 0 for the others.</summary>
    public int CellWidth => kind == LayerKind.Lstm ? hidden : 0;

    /// <summary>Gates of a cell, G.</summary>
    public static int Gates(LayerKind kind) => kind switch
    {
        LayerKind.Lstm => 4,
        LayerKind.Gru => 3,
        _ => 1,
    };

    /// <summary>Reads <c>{side}.recurrent.weight_ih_{suffix}</c> and its three companions.</summary>
    /// <param name="order">Columns of the checkpoint's inputs in the order in which this engine has them; empty is as they are.</param>
    public static RecurrentCell Read(WeightReader reader, string side, string suffix, CellShape shape, params Range[] order)
    {
        var rows = Gates(shape.Kind) * shape.Hidden;
        var input = reader.Weights.Get($"{side}.recurrent.weight_ih_{suffix}", rows, shape.Inputs);
        return new RecurrentCell(
            reader.Kernels,
            shape.Kind,
            shape.Hidden,
            Pack(shape.Inputs, order.Length == 0 ? input : Arrange(input, shape.Inputs, order), "bias_ih"),
            Pack(shape.Hidden, reader.Weights.Get($"{side}.recurrent.weight_hh_{suffix}", rows, shape.Hidden), "bias_hh"));

        Linear Pack(int inputs, float[] weight, string bias) => new(
            reader.Kernels,
            PackedMatrix.Pack(inputs, new DenseWeights(weight, reader.Weights.Get($"{side}.recurrent.{bias}_{suffix}", rows))));
    }

    /// <summary>The new state in place, and the new cell, which only an LSTM has.</summary>
    public void Advance(float* fromInput, float* fromState, float* h, float* cell)
    {
        switch (kind)
        {
            case LayerKind.Lstm: kernels.Lstm(fromInput, fromState, h, cell, hidden); break;
            case LayerKind.Gru: kernels.Gru(fromInput, fromState, h, hidden); break;
            default: kernels.Rnn(fromInput, fromState, h, hidden); break;
        }
    }

    private static float[] Arrange(float[] weight, int inputs, Range[] order)
    {
        var arranged = new float[weight.Length];
        for (var row = 0; row < weight.Length; row += inputs)
        {
            var column = row;
            foreach (var range in order)
            {
                var part = weight.AsSpan(row, inputs)[range];
                part.CopyTo(arranged.AsSpan(column));
                column += part.Length;
            }
        }

        return arranged;
    }
}

/// <summary>Kind of a recurrent layer, width of its inputs, and H.</summary>
internal readonly record struct CellShape(LayerKind Kind, int Inputs, int Hidden);
