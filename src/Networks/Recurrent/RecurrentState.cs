using Seq2SeqService.Networks.Recurrent.Attention;
using Seq2SeqService.Networks.Recurrent.Cells;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>Rows of a recurrent decoder: what it knows of their sources, and what it carries from step to step.</summary>
internal sealed class RecurrentState : DecoderState
{
    private readonly (RowTensor Keys, RowTensor Values)? _attended;
    private readonly RowTensor? _context;
    private readonly (RowTensor Hidden, RowTensor? Cell)[] _layers;
    private readonly RowTensor? _fed;

    public RecurrentState(DecoderMemory memory, Carried first)
        : base(memory.Padding)
    {
        if (memory.Attended is { } attended)
        {
            var tokens = attended.Keys.shape.Length - 2;   // the dimension of the source's tokens
            _attended = (HoldSource(attended.Keys, tokens), HoldSource(attended.Values, tokens));
        }

        _context = HoldAny(memory.Context);
        _layers = Array.ConvertAll(first.Layers, layer => (Hold(layer.Hidden), HoldAny(layer.Cell)));
        _fed = HoldAny(first.Fed);
    }

    public DecoderMemory Memory => new(
        Padding, _attended is var (keys, values) ? new SourceMemory(keys.Value, values.Value, Padding) : null, _context?.Value);

    public Carried Carried => new(Array.ConvertAll(_layers, layer => new LayerState(layer.Hidden.Value, layer.Cell?.Value)), _fed?.Value);

    public void Advance(Advanced made, Tensor readout)
    {
        foreach (var (held, layer) in _layers.Zip(made.Layers))
        {
            held.Hidden.Set(layer.Hidden);
            held.Cell?.Set(layer.Cell!);
        }

        _fed?.Set(readout.alias());
        Keep(WithAttention ? made.Weights : null);
    }

    private RowTensor? HoldAny(Tensor? value) => value is null ? null : Hold(value);
}
