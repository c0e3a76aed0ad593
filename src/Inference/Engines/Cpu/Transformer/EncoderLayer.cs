using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>Self-attention within each sentence, then feed-forward; N is the tokens of all sentences together.</summary>
internal sealed unsafe class EncoderLayer(WeightReader reader, string layer, int feedForward, StackShape shape, CpuRuntime runtime) : IStackLayer
{
    /// <summary>Tokens that attend together.</summary>
    private const int Together = 8;

    private readonly Linear _queryKeyValue = reader.SideBySide(
        shape.Width, shape.Width, $"{layer}.self_attn.q_proj", $"{layer}.self_attn.k_proj", $"{layer}.self_attn.v_proj");

    private readonly Linear _output = reader.Linear($"{layer}.self_attn.out_proj", shape.Width, shape.Width);
    private readonly ResidualNorm _norm = shape.Norm(reader, $"{layer}.self_attn_layer_norm");
    private readonly FeedForward _feedForward = FeedForward.Read(reader, layer, feedForward, shape);

    /// <summary>Scratch floats of a member: the transposed keys of one head and the scores of a group of queries.</summary>
    public static int ScratchFloats(int positions, StackShape shape) =>
        checked((HeadMemory.Padded(positions) * shape.HeadWidth) + QueryGroup.Scores(Together, positions));

    public void Enter(Workspace room, int row) => _norm.Enter(room, row, _queryKeyValue);

    /// <summary>Computes some of the sentences.</summary>
    public void Apply(CrewMember me, SourcePart part, Workspace room)
    {
        var rows = part.Tokens;
        _queryKeyValue.Multiply(me, _norm.Input(room), rows, room.Wide);   // [N, 3D]
        AttendAll(me, part, room);                                         // [N, D]
        _output.Apply(me, room.Context, rows, room.Delta);                 // [N, D]
        foreach (var row in me.Each(rows))
        {
            _norm.Leave(room, row);
            _feedForward.Enter(room, row);
        }

        _feedForward.Apply(me, room, rows);
    }

    public void Leave(Workspace room, int row) => _feedForward.Leave(room, row);

    private void AttendAll(CrewMember me, SourcePart part, Workspace room)
    {
        foreach (var item in me.Each(part.Each(shape.Heads)))
        {
            var sentence = item / shape.Heads;
            var column = item % shape.Heads * shape.HeadWidth;
            var start = part.Sources.Start(sentence);
            Attend(
                room.Wide.From(start).Skip(column),
                part.Sources.Length(sentence),
                runtime.Scratch(me),
                room.Context.From(start).Skip(column));
        }
    }

    /// <summary>One head of one sentence; <paramref name="queries"/> has the keys D and the values 2D columns further on.</summary>
    private void Attend(Rows queries, int positions, float* scratch, Rows context)
    {
        var keys = new Rows(scratch, HeadMemory.Padded(positions));
        var scores = scratch + ((nint)keys.Stride * shape.HeadWidth);
        HeadKeys.Transpose(queries.Skip(shape.Width), positions, shape.HeadWidth, keys);

        var memory = new HeadMemory(keys, queries.Skip(2 * shape.Width), positions);
        for (var s = 0; s < positions; s += Together)
        {
            var group = new QueryGroup(queries.From(s), Math.Min(Together, positions - s), shape.HeadWidth, shape.Scale);
            shape.Kernels.Attend(group, memory, scores, context.From(s));
        }
    }
}
