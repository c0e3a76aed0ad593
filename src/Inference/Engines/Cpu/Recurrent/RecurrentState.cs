using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Rows of the GRU family in the middle of being decoded: the states of all decoder layers, and each row's source.</summary>
internal sealed unsafe class RecurrentState(RecurrentNetwork network, BufferShelf shelf, int stateFloats) : IDecodingState
{
    private List<SourceMemory> _sources = [];
    private List<SourceMemory> _chosen = [];
    private FloatBuffer? _states;
    private FloatBuffer? _chosenStates;

    public int Rows => _sources.Count;

    /// <summary>Decoder states [N, Ld·H], layer 0 first.</summary>
    public Rows AllStates => new(_states is null ? null : _states.Start, stateFloats);

    public SourceMemory Source(int row) => _sources[row];

    public Span<float> States(int row) => new(AllStates[row], stateFloats);

    /// <summary>Adds a row whose states the caller writes.</summary>
    public void Add(SourceMemory source)
    {
        _sources.Add(source);
        Reserve(ref _states, Rows, keep: Rows - 1);
    }

    public void Step(StepInput input, StepOutput output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);

        network.Decoder.Step(this, input, output);
        GC.KeepAlive(this);
    }

    public void Select(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(rows));

        _chosen.Clear();
        Reserve(ref _chosenStates, rows.Length, keep: 0);
        foreach (var row in rows)
        {
            States(row).CopyTo(_chosenStates!.Span.Slice(_chosen.Count * stateFloats, stateFloats));
            _chosen.Add(_sources[row].Share());
        }

        foreach (var source in _sources)
            source.Release();

        (_sources, _chosen) = (_chosen, _sources);
        (_states, _chosenStates) = (_chosenStates, _states);
    }

    public void Append(IDecodingState other)
    {
        if (other is not RecurrentState from || from.Network != network || from == this)
            throw new ArgumentException("Only another state of the same engine can be appended.", nameof(other));

        for (var row = 0; row < from.Rows; row++)
        {
            Add(from._sources[row]);
            from.States(row).CopyTo(States(Rows - 1));
        }

        from._sources.Clear();
        from.ReturnBuffers();
    }

    public void Dispose()
    {
        foreach (var source in _sources)
            source.Release();

        _sources.Clear();
        ReturnBuffers();
    }

    private RecurrentNetwork Network => network;

    private void ReturnBuffers()
    {
        if (_states is not null)
            shelf.Return(_states);
        if (_chosenStates is not null)
            shelf.Return(_chosenStates);
        (_states, _chosenStates) = (null, null);
    }

    private void Reserve(ref FloatBuffer? buffer, int rows, int keep)
    {
        var floats = Math.Max(rows, 1) * stateFloats;
        if (buffer is not null && buffer.Capacity >= floats)
            return;

        var larger = shelf.Rent(floats);
        if (buffer is not null)
        {
            buffer.Span[..(keep * stateFloats)].CopyTo(larger.Span);
            shelf.Return(buffer);
        }

        buffer = larger;
    }
}
