using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>The keys and values [S, D] that all layers of a convolutional decoder read of a sentence; outputs of another width E are projected.</summary>
internal sealed unsafe class ConvMemory
{
    private readonly CpuRuntime _runtime;
    private readonly AttentionWidths _widths;
    private readonly Linear? _key;
    private readonly Linear? _value;
    private readonly FloatBuffer _keyRows = new();
    private readonly FloatBuffer _valueRows = new();
    private readonly List<SourceMemory> _memories = [];

    public ConvMemory(ModelConfig config, WeightReader reader, CpuRuntime runtime)
    {
        _runtime = runtime;
        _widths = new AttentionWidths(config.Width, config.Width, Heads: 1, IsTransposed: true);
        if (config.EncoderOutputs == config.Width)
            return;

        _key = reader.Product("model.decoder.memory.key", config.Width, config.EncoderOutputs);
        _value = reader.Product("model.decoder.memory.value", config.Width, config.EncoderOutputs);
    }

    /// <summary>Keys and values of one source.</summary>
    public HeadMemory Of(SourceMemory source) => new AttentionMemory(source, _widths).Head(0);

    /// <summary>An empty memory for every sentence of a pack, added to the state as a row that has seen nothing.</summary>
    public void Receive(PackedSources sources, FloatState state)
    {
        _memories.Clear();
        if (_key is not null)
        {
            _keyRows.Reserve(sources.Tokens, _widths.Keys);
            _valueRows.Reserve(sources.Tokens, _widths.Values);
        }

        for (var i = 0; i < sources.Sentences; i++)
        {
            var length = sources.Length(i);
            _memories.Add(new SourceMemory(_runtime.Shelf, AttentionMemory.Floats(length, _widths), length));
            state.Add(_memories[i]);
            state.Floats(state.Rows - 1).Clear();
        }
    }

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder)
    {
        var keys = Project(me, _key, encoder.Hidden, sources.Tokens, _keyRows);              // [N, D]
        var values = Project(me, _value, encoder.Values, sources.Tokens, _valueRows);        // [N, D]
        foreach (var sentence in me.Each(sources.Sentences))
        {
            var start = sources.Start(sentence);
            new AttentionMemory(_memories[sentence], _widths).Fill(keys.From(start), values.From(start));
        }
    }

    private Rows Project(CrewMember me, Linear? layer, Rows x, int rows, FloatBuffer buffer)
    {
        if (layer is null)
            return x;

        var y = new Rows(buffer.Start, _widths.Keys);
        layer.Apply(me, x, rows, y);
        return y;
    }
}
