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
    /// <param name="columns">Where this engine's inputs stand in the checkpoint; null is where they stand here.</param>
    public static RecurrentCell Read(WeightReader reader, string side, string suffix, CellShape shape, int[]? columns = null)
    {
        var rows = Gates(shape.Kind) * shape.Hidden;
        return new RecurrentCell(reader.Kernels, shape.Kind, shape.Hidden, Part("ih", shape.Inputs, columns), Part("hh", shape.Hidden, null));

        Linear Part(string part, int inputs, int[]? order) => new(reader.Kernels, reader.Matrix(
            new MatrixPart($"{side}.recurrent.weight_{part}_{suffix}", $"{side}.recurrent.bias_{part}_{suffix}", rows, inputs) { Columns = order }));
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
}

/// <summary>Kind of a recurrent layer, width of its inputs, and H.</summary>
internal readonly record struct CellShape(LayerKind Kind, int Inputs, int Hidden);
