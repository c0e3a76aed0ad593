using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>Rows of a recurrent decoder: their sources, and the states of all layers, Ld × [B,H].</summary>
internal sealed class RecurrentState : DecoderState
{
    private readonly Tensor[] _states;
    private Tensor _keys;
    private Tensor _values;
    private Tensor _padding;

    public RecurrentState(RecurrentMemory memory, Tensor[] states)
    {
        _keys = Own(memory.Keys);
        _values = Own(memory.Values);
        _padding = Own(memory.Padding);
        _states = Array.ConvertAll(states, Own);
    }

    public RecurrentMemory Memory => new(_keys, _values, _padding);

    /// <summary>State of each layer [B,H], the top one last.</summary>
    public Tensor[] States => _states;

    public void Advance(Tensor[] states)
    {
        for (var layer = 0; layer < _states.Length; layer++)
            Replace(ref _states[layer], states[layer]);
    }

    public override void Select(Tensor rows)
    {
        using var scope = NewDisposeScope();
        Replace(ref _keys, _keys.index_select(0, rows));
        Replace(ref _values, _values.index_select(0, rows));
        Replace(ref _padding, _padding.index_select(0, rows));
        Advance(Array.ConvertAll(_states, state => state.index_select(0, rows)));
    }

    public override void Append(DecoderState other)
    {
        using var scope = NewDisposeScope();
        var joining = (RecurrentState)other;
        var source = Math.Max(_padding.shape[1], joining._padding.shape[1]);
        Replace(ref _keys, cat([Lengthen(_keys, source), Lengthen(joining._keys, source)], 0));
        Replace(ref _values, cat([Lengthen(_values, source), Lengthen(joining._values, source)], 0));
        Replace(ref _padding, cat([Widen(_padding, source), Widen(joining._padding, source)], 0));
        Advance([.. _states.Zip(joining._states, (mine, theirs) => cat([mine, theirs], 0))]);
    }

    protected override void Dispose(bool disposing)
    {
        _keys.Dispose();
        _values.Dispose();
        _padding.Dispose();
        foreach (var state in _states)
            state.Dispose();
    }

    /// <summary>A copy that no scope disposes.</summary>
    private static Tensor Own(Tensor tensor) => tensor.clone().DetachFromDisposeScope();

    private static Tensor Lengthen(Tensor x, long length) => nn.functional.pad(x, [0, 0, 0, length - x.shape[1]]);

    private static Tensor Widen(Tensor padding, long length) =>
        nn.functional.pad(padding, [0, length - padding.shape[1]], PaddingModes.Constant, 1);
}
