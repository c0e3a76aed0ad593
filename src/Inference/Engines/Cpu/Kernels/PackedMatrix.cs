using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// The weights of y = W x + b, packed once for <see cref="Product{TSimd,TVector}"/>: panels of 32 outputs, and in a panel the 32 weights of
/// input 0, then those of input 1, and so on. A product reads it strictly forward. Missing outputs of the last panel are zeros.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    /// <summary>Outputs of a panel: two 512-bit vectors, four of 256 bits.</summary>
    public const int PanelWidth = 32;

    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _bias;

    private PackedMatrix(int inputs, int outputs, Func<int, FloatBuffer> room)
    {
        Inputs = inputs;
        Outputs = outputs;
        Panels = (outputs + PanelWidth - 1) / PanelWidth;
        _weights = room(checked(Panels * PanelWidth * inputs));
        _bias = room(Panels * PanelWidth);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public int Panels { get; }

    public float* Panel(int panel) => _weights.Start + ((nint)panel * PanelWidth * Inputs);

    public float* Bias(int panel) => _bias.Start + (panel * PanelWidth);

    /// <summary>Packs matrices of the same inputs one behind the other: their outputs come out side by side.</summary>
    public static PackedMatrix Pack(int inputs, params ReadOnlySpan<DenseWeights> parts)
    {
        var outputs = 0;
        foreach (var part in parts)
            outputs += part.Weight.Length / inputs;

        var packed = new PackedMatrix(inputs, outputs, floats => new FloatBuffer(floats));
        packed._bias.Span.Clear();
        var first = 0;
        foreach (var part in parts)
        {
            packed.Fill(part, first);
            first += part.Weight.Length / inputs;
        }

        packed.ClearPadding();
        return packed;
    }

    /// <summary>Room for <paramref name="outputs"/> outputs of this matrix, to be filled by <see cref="GatherPanel"/>; <see cref="Return"/> gives it back.</summary>
    public PackedMatrix Rent(int outputs, BufferShelf shelf) => new(Inputs, outputs, shelf.Rent);

    public void Return(BufferShelf shelf)
    {
        shelf.Return(_weights);
        shelf.Return(_bias);
    }

    /// <summary>Fills one panel with the outputs <paramref name="chosen"/> of another matrix; missing ones repeat the last.</summary>
    public void GatherPanel(int panel, PackedMatrix from, ReadOnlySpan<int> chosen)
    {
        var columns = stackalloc float*[PanelWidth];
        for (var c = 0; c < PanelWidth; c++)
        {
            var output = chosen[Math.Min((panel * PanelWidth) + c, Outputs - 1)];
            columns[c] = from.Panel(output / PanelWidth) + (output % PanelWidth);
            Bias(panel)[c] = from.Bias(output / PanelWidth)[output % PanelWidth];
        }

        var destination = Panel(panel);
        for (nint i = 0; i < (nint)Inputs * PanelWidth; i += PanelWidth)
        {
            for (var c = 0; c < PanelWidth; c++)
                destination[i + c] = columns[c][i];
        }
    }

    private void Fill(DenseWeights part, int firstOutput)
    {
        part.Bias?.CopyTo(_bias.Span[firstOutput..]);

        var outputs = part.Weight.Length / Inputs;
        for (var output = 0; output < outputs; output++)
        {
            var row = part.Weight.AsSpan(output * Inputs, Inputs);
            var column = firstOutput + output;
            var destination = Panel(column / PanelWidth) + (column % PanelWidth);
            for (var i = 0; i < row.Length; i++)
                destination[(nint)i * PanelWidth] = row[i];
        }
    }

    private void ClearPadding()
    {
        for (var column = Outputs; column < Panels * PanelWidth; column++)
        {
            var destination = Panel(column / PanelWidth) + (column % PanelWidth);
            for (var i = 0; i < Inputs; i++)
                destination[(nint)i * PanelWidth] = 0;
        }
    }
}

/// <summary>A weight matrix [outputs, inputs], row-major, and its bias [outputs] or none, as a checkpoint holds them.</summary>
internal readonly record struct DenseWeights(float[] Weight, float[]? Bias);
