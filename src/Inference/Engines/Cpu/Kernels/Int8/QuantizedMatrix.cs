using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>
/// The 8-bit weights of y = W x + b, packed once: panels of 32 outputs, and in a panel 4 weights of every output, those of inputs 0 to 3,
/// then those of inputs 4 to 7, and so on; a product reads it strictly forward. Weights are stored as w + 128, unsigned, since the dot
/// products of x86 take one unsigned side; 128 · Σx is subtracted again. Missing inputs and outputs are zero weights.
/// </summary>
internal sealed unsafe class QuantizedMatrix
{
    /// <summary>Outputs of a panel.</summary>
    public const int PanelWidth = PackedMatrix.PanelWidth;

    /// <summary>Inputs are padded to whole groups, four at a time, so that loops may be unrolled.</summary>
    public const int InputPadding = 16;

    /// <summary>What is added to a weight to make it unsigned.</summary>
    public const int Offset = 128;

    /// <summary>Inputs at most: 127 · 127 for each of them still fits into a sum of 32 bits, and the sum of their values into a float.</summary>
    public const int MostInputs = 1 << 17;

    private const int GroupInputs = 4;

    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _scales;
    private readonly FloatBuffer _bias;

    private QuantizedMatrix(int inputs, int outputs, Func<int, FloatBuffer> room)
    {
        (Inputs, Outputs) = (inputs, outputs);
        PaddedInputs = Padded(inputs);
        Panels = (outputs + PanelWidth - 1) / PanelWidth;
        _weights = room(checked(Panels * PanelWidth * PaddedInputs / sizeof(float)));
        _scales = room(Panels * PanelWidth);
        _bias = room(Panels * PanelWidth);
    }

    public int Inputs { get; }

    public int PaddedInputs { get; }

    /// <summary>Groups of 4 inputs.</summary>
    public int Groups => PaddedInputs / GroupInputs;

    public int Outputs { get; }

    public int Panels { get; }

    public byte* Panel(int panel) => (byte*)_weights.Start + ((nint)panel * PanelWidth * PaddedInputs);

    public float* Scales(int panel) => _scales.Start + (panel * PanelWidth);

    public float* Bias(int panel) => _bias.Start + (panel * PanelWidth);

    public static int Padded(int inputs) => (inputs + InputPadding - 1) / InputPadding * InputPadding;

    /// <summary>Packs matrices of the same inputs one behind the other: their outputs come out side by side.</summary>
    public static QuantizedMatrix Pack(int inputs, params ReadOnlySpan<QuantizedWeights> parts)
    {
        if (inputs > MostInputs)
            throw new CheckpointException($"A matrix of {inputs} inputs is too wide to be multiplied in 8 bits ({MostInputs} at most); compute in fp32.");

        var outputs = 0;
        foreach (var part in parts)
            outputs += part.Weight.Scales.Length;

        var packed = new QuantizedMatrix(inputs, outputs, floats => new FloatBuffer(floats));
        packed.Clear();
        var first = 0;
        foreach (var part in parts)
        {
            packed.Fill(part, first);
            first += part.Weight.Scales.Length;
        }

        return packed;
    }

    /// <summary>Room for <paramref name="outputs"/> outputs of this matrix, to be filled by <see cref="GatherPanel"/>; <see cref="Return"/> gives it back.</summary>
    public QuantizedMatrix Rent(int outputs, BufferShelf shelf) => new(Inputs, outputs, shelf.Rent);

    public void Return(BufferShelf shelf)
    {
        shelf.Return(_weights);
        shelf.Return(_scales);
        shelf.Return(_bias);
    }

    /// <summary>Fills one panel with the outputs <paramref name="chosen"/> of another matrix; missing ones repeat the last.</summary>
    public void GatherPanel(int panel, QuantizedMatrix from, ReadOnlySpan<int> chosen)
    {
        var columns = stackalloc int*[PanelWidth];   // four weights each
        for (var c = 0; c < PanelWidth; c++)
        {
            var output = chosen[Math.Min((panel * PanelWidth) + c, Outputs - 1)];
            columns[c] = (int*)from.Panel(output / PanelWidth) + (output % PanelWidth);
            Scales(panel)[c] = from.Scales(output / PanelWidth)[output % PanelWidth];
            Bias(panel)[c] = from.Bias(output / PanelWidth)[output % PanelWidth];
        }

        var destination = (int*)Panel(panel);
        for (nint i = 0; i < (nint)Groups * PanelWidth; i += PanelWidth)
        {
            for (var c = 0; c < PanelWidth; c++)
                destination[i + c] = columns[c][i];
        }
    }

    private void Clear()
    {
        new Span<byte>(_weights.Start, Panels * PanelWidth * PaddedInputs).Fill(Offset);
        _scales.Span.Clear();
        _bias.Span.Clear();
    }

    private void Fill(QuantizedWeights part, int firstOutput)
    {
        part.Bias?.CopyTo(_bias.Span[firstOutput..]);
        part.Weight.Scales.CopyTo(_scales.Span[firstOutput..]);
        for (var output = 0; output < part.Weight.Scales.Length; output++)
        {
            var row = part.Weight.Values.AsSpan(output * Inputs, Inputs);
            var column = firstOutput + output;
            var destination = Panel(column / PanelWidth) + (column % PanelWidth * GroupInputs);
            for (var i = 0; i < row.Length; i++)
                destination[((nint)i / GroupInputs * GroupInputs * PanelWidth) + (i % GroupInputs)] = (byte)(row[i] + Offset);
        }
    }
}

/// <summary>A weight matrix in 8 bits and its bias [outputs] or none, as a checkpoint holds them.</summary>
internal readonly record struct QuantizedWeights(QuantizedTensor Weight, float[]? Bias);
