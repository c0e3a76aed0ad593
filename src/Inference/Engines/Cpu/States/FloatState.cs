using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.States;

/// <summary>Rows whose past is a fixed number of floats, such as the states of recurrent layers, and each row's source.</summary>
internal sealed unsafe class FloatState(StepDecoder<FloatState> decoder, BufferShelf shelf, int stateFloats) : ICpuState
{
    private List<SourceMemory> _sources = [];
    private List<SourceMemory> _chosen = [];
    private FloatBuffer? _floats;
    private FloatBuffer? _chosenFloats;
    private bool _isDisposed;

    public int Rows => _sources.Count;

    /// <summary>The past of every row, [N, floats].</summary>
    public Rows All => new(_floats is null ? null : _floats.Start, stateFloats);

    public SourceMemory Source(int row) => _sources[row];

    public Span<float> Floats(int row) => new(All[row], stateFloats);

    public int SourceLength(int row) => _sources[row].Positions;

    /// <summary>Adds a row whose floats the caller writes.</summary>
    public void Add(SourceMemory source)
    {
        _isDisposed = false;
        _sources.Add(source);
        Reserve(ref _floats, Rows, keep: Rows - 1);
    }

    public void Step(StepInput input, StepOutput output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);

        decoder.Step(this, input, output);
        GC.KeepAlive(this);
    }

    public void Select(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(rows));

        _chosen.Clear();
        Reserve(ref _chosenFloats, rows.Length, keep: 0);
        foreach (var row in rows)
        {
            Floats(row).CopyTo(_chosenFloats!.Span.Slice(_chosen.Count * stateFloats, stateFloats));
            _chosen.Add(_sources[row].Share());
        }

        foreach (var source in _sources)
            source.Release();

        (_sources, _chosen) = (_chosen, _sources);
        (_floats, _chosenFloats) = (_chosenFloats, _floats);
    }

    public void Append(IDecodingState other)
    {
        if (other is not FloatState from || from.Decoder != decoder || from == this)
            throw new ArgumentException("Only another state of the same engine can be appended.", nameof(other));

        for (var row = 0; row < from.Rows; row++)
        {
            Add(from._sources[row]);
            from.Floats(row).CopyTo(Floats(Rows - 1));
        }

        from._sources.Clear();
        from.ReturnBuffers();
    }

    /// <summary>Its rows' memory goes back; the state itself waits to be used again.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        foreach (var source in _sources)
            source.Release();

        _sources.Clear();
        ReturnBuffers();
        _isDisposed = true;
        decoder.Return(this);
    }

    private StepDecoder<FloatState> Decoder => decoder;

    private void ReturnBuffers()
    {
        if (_floats is not null)
            shelf.Return(_floats);
        if (_chosenFloats is not null)
            shelf.Return(_chosenFloats);
        (_floats, _chosenFloats) = (null, null);
    }

    private void Reserve(ref FloatBuffer? buffer, int rows, int keep)
    {
        var floats = checked(Math.Max(rows, 1) * stateFloats);
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
