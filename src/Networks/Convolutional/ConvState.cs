using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>Rows of a convolutional decoder: their sources, their positions, and the newest inputs of each layer.</summary>
internal sealed class ConvState : DecoderState
{
    private readonly RowTensor _keys;
    private readonly RowTensor _values;
    private readonly RowTensor _steps;

    /// <param name="past">Inputs before the first that each layer sees, k − 1 of H channels.</param>
    public ConvState(ConvSource source, int layers, (int Places, int Channels) past)
        : base(source.Padding)
    {
        var (rows, device) = (source.Keys.shape[0], source.Keys.device);
        _keys = HoldSource(source.Keys, dimension: 1);
        _values = HoldSource(source.Values, dimension: 1);
        _steps = Hold(zeros([rows], ScalarType.Int64, device));
        Past = [.. Enumerable.Range(0, layers).Select(_ => Hold(zeros([rows, past.Places, past.Channels], device: device)))];
    }

    public ConvSource Source => new(_keys.Value, _values.Value, Padding);

    /// <summary>For each layer its newest inputs [B,k-1,H].</summary>
    public IReadOnlyList<RowTensor> Past { get; }

    /// <summary>Target position that the next token of each row takes [B].</summary>
    public Tensor Positions => _steps.Value;

    public void Advance() => _steps.Set(_steps.Value + 1);
}
