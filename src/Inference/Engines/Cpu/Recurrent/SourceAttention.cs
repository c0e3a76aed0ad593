using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>
/// Every attention of a recurrent decoder: weights = softmax(score(query, keys)), context = Σ weights_s · values_s. The kinds differ in
/// what projects queries, keys, values and the result, and in the score, which is v · tanh(query + key) or query · key. The query is the
/// top state of the step before; keys and values are made once for each sentence.
/// </summary>
internal sealed unsafe class SourceAttention
{
    private const string Name = "model.decoder.attention";

    private readonly CpuRuntime _runtime;
    private readonly AttentionWidths _widths;
    private readonly float _scale;
    private readonly Linear? _query;
    private readonly Linear? _key;
    private readonly Linear? _value;
    private readonly Linear? _output;
    private readonly FloatBuffer? _additive;
    private readonly FloatBuffer _keyRows = new();
    private readonly FloatBuffer _valueRows = new();

    public SourceAttention(RecurrentShape shape, WeightReader reader, CpuRuntime runtime)
    {
        var (kind, hidden, encoded) = (shape.Config.Attention, shape.Hidden, shape.Config.EncoderOutputs);
        var isAdditive = kind is AttentionKind.Additive or AttentionKind.Concat;
        var heads = Heads(shape.Config);
        _runtime = runtime;
        _widths = new AttentionWidths(hidden, shape.Context, heads, IsTransposed: !isAdditive);
        _scale = shape.ProjectsValues ? 1 / MathF.Sqrt(hidden / heads) : 1;
        if (isAdditive)
        {
            _query = reader.Product($"{Name}.query", hidden, hidden);
            _additive = reader.Values($"{Name}.score.weight", 1, hidden);
        }

        if (kind is AttentionKind.General or AttentionKind.Concat)
            _key = reader.Product($"{Name}.key", hidden, encoded);
        else if (kind != AttentionKind.Dot)
            _key = reader.Linear($"{Name}.key", hidden, encoded);

        if (shape.ProjectsValues)
        {
            _query = reader.Linear($"{Name}.query", hidden, hidden);
            _value = reader.Linear($"{Name}.value", hidden, encoded);
            _output = reader.Linear($"{Name}.output", hidden, hidden);
        }
    }

    /// <summary>Heads of a recurrent decoder's attention; 0 without one.</summary>
    public static int Heads(ModelConfig config) => config.Attention switch
    {
        AttentionKind.None => 0,
        AttentionKind.MultiHead => config.DecoderHeads,
        _ => 1,
    };

    public int MemoryFloats(int positions) => AttentionMemory.Floats(positions, _widths);

    public void Reserve(PackedSources sources)
    {
        _keyRows.Reserve(sources.Tokens, _widths.Keys);
        _valueRows.Reserve(sources.Tokens, _widths.Values);
    }

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder, IReadOnlyList<SourceMemory> memories)
    {
        var keys = Project(me, _key, encoder.Hidden, sources.Tokens, new Rows(_keyRows.Start, _widths.Keys));           // [N, H]
        var values = Project(me, _value, encoder.Hidden, sources.Tokens, new Rows(_valueRows.Start, _widths.Values));   // [N, A]
        foreach (var sentence in me.Each(sources.Sentences))
        {
            var start = sources.Start(sentence);
            new AttentionMemory(memories[sentence], _widths).Fill(keys.From(start), values.From(start));
        }
    }

    /// <summary>From the top states [N, H] to <see cref="RecurrentRoom.Context"/>.</summary>
    public void Apply(CrewMember me, FloatState state, Rows top, RecurrentRoom room, AttentionTrace trace)
    {
        var queries = Project(me, _query, top, state.Rows, room.Queries);    // [N, H]
        var results = _output is null ? room.Context : room.Mixed;           // [N, A]
        foreach (var item in me.Each(state.Rows * _widths.Heads))
        {
            var (row, head) = (item / _widths.Heads, item % _widths.Heads);
            var weights = _runtime.Scratch(me);
            Attend(new AttentionMemory(state.Source(row), _widths), head, queries[row], results[row], weights);
            trace.Add(row, head, weights, state.SourceLength(row));
        }

        _output?.Apply(me, room.Mixed, state.Rows, room.Context);            // [N, A]
    }

    private void Attend(AttentionMemory memory, int head, float* query, float* result, float* weights)
    {
        var part = memory.Head(head);
        var keyWidth = _widths.Keys / _widths.Heads;
        var valueWidth = _widths.Values / _widths.Heads;
        if (_additive is null)
            _runtime.Kernels.Score(query + (head * keyWidth), keyWidth, _scale, part, weights);
        else
        {
            for (var s = 0; s < part.Positions; s++)
                weights[s] = _runtime.Kernels.AdditiveScore(query, memory.Keys[s], _additive.Start, keyWidth);
        }

        _runtime.Kernels.Softmax(weights, part.Positions);
        _runtime.Kernels.Mix(weights, part.Positions, part.Values, valueWidth, result + (head * valueWidth));
    }

    private static Rows Project(CrewMember me, Linear? layer, Rows x, int rows, Rows y)
    {
        if (layer is null)
            return x;

        layer.Apply(me, x, rows, y);
        return y;
    }
}
