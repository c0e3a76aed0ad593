using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// What a recurrent decoder keeps of a sentence: attention's keys and values, or the context where steps read it, or nothing; and the
/// first state of its row: tanh(W c + b), the states of an equal encoder, or zeros.
/// </summary>
internal sealed unsafe class DecoderMemory
{
    private readonly RecurrentShape _shape;
    private readonly CpuRuntime _runtime;
    private readonly SourceContext? _context;
    private readonly Linear? _bridge;
    private readonly FloatBuffer _firstStates = new();
    private readonly List<SourceMemory> _memories = [];
    private FloatState? _state;

    public DecoderMemory(RecurrentShape shape, WeightReader reader, CpuRuntime runtime)
    {
        _shape = shape;
        _runtime = runtime;
        if (shape.Attends)
            Attention = new SourceAttention(shape, reader, runtime);
        if (shape.Config.ContextUses.Count > 0 && !shape.TakesStates)
            _context = new SourceContext(shape.Config, reader, runtime);
        if (shape.Config.ContextUses.Contains(ContextUse.State) && !shape.TakesStates)
            _bridge = reader.Linear("model.decoder.bridge", shape.LayerFloats, shape.Config.EncoderOutputs, Activation.Tanh);
    }

    public SourceAttention? Attention { get; }

    /// <summary>A memory and a row for every sentence of a pack.</summary>
    public void Receive(PackedSources sources, FloatState state)
    {
        _state = state;
        _memories.Clear();
        _context?.Reserve(sources);
        Attention?.Reserve(sources);
        _firstStates.Reserve(sources.Sentences, _shape.LayerFloats);
        for (var i = 0; i < sources.Sentences; i++)
        {
            var length = sources.Length(i);
            _memories.Add(new SourceMemory(_runtime.Shelf, Attention?.MemoryFloats(length) ?? _shape.Context, length));
            state.Add(_memories[i]);
        }
    }

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder)
    {
        _context?.Compute(me, sources, encoder);                                             // [B, E]
        _bridge?.Apply(me, _context!.Contexts, sources.Sentences, FirstStates);              // [B, states]
        foreach (var sentence in me.Each(sources.Sentences))
        {
            if (_shape.TakesStates)
                ((RecurrentEncoder)encoder).CopyStates(sentence, FirstStates[sentence]);     // the rules allow no other encoder
            Begin(sentence, _state!.Floats(_state.Rows - sources.Sentences + sentence));
        }

        Attention?.Remember(me, sources, encoder, _memories);
    }

    /// <summary>The context [C] that a sentence keeps where there is no attention.</summary>
    public void CopyContext(SourceMemory source, float* context) =>
        new ReadOnlySpan<float>(source.Start, _shape.Context).CopyTo(new Span<float>(context, _shape.Context));

    private Rows FirstStates => new(_firstStates.Start, _shape.LayerFloats);

    private void Begin(int sentence, Span<float> floats)
    {
        floats.Clear();
        if (_bridge is not null || _shape.TakesStates)
            new ReadOnlySpan<float>(FirstStates[sentence], _shape.LayerFloats).CopyTo(floats);
        if (Attention is null && _shape.Context > 0)
            new ReadOnlySpan<float>(_context!.Contexts[sentence], _shape.Context).CopyTo(new Span<float>(_memories[sentence].Start, _shape.Context));
    }
}
