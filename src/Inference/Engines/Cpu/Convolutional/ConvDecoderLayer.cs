using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>
/// One token of every row through a gated convolution over the row's newest tokens, attention over its source (plain products, one head),
/// and both residuals.
/// </summary>
internal sealed unsafe class ConvDecoderLayer
{
    private const float SumScale = GatedConvolution.SumScale;

    private readonly int _index;
    private readonly ConvShape _shape;
    private readonly ConvMemory _memory;
    private readonly CpuRuntime _runtime;
    private readonly GatedConvolution _convolution;
    private readonly Linear _query;
    private readonly Linear _output;

    public ConvDecoderLayer(WeightReader reader, int index, ConvShape shape, ConvMemory memory, CpuRuntime runtime)
    {
        var name = $"model.decoder.layers.{index}";
        _index = index;
        _shape = shape;
        _memory = memory;
        _runtime = runtime;
        _convolution = new GatedConvolution(reader, $"{name}.conv", shape.Channels, shape.Config.DecoderKernel);
        _query = reader.Linear($"{name}.attention.query", shape.Width, shape.Channels);
        _output = reader.Linear($"{name}.attention.output", shape.Channels, shape.Width);
    }

    /// <summary>From the newest input of this layer to <paramref name="result"/>, which is the newest input of the next one, [N, H].</summary>
    public void Apply(CrewMember me, FloatState state, ConvRoom room, AttentionTrace trace, Rows result)
    {
        var rows = state.Rows;
        _convolution.Multiply(me, _shape.WindowOf(state, _index), rows, room.Wide);          // [N, 2H]
        foreach (var row in me.Each(rows))
            _convolution.Gate(room.Wide[row], room.Channels[row]);

        _query.Apply(me, room.Channels, rows, room.Queries);                                 // [N, D]
        foreach (var row in me.Each(rows))
            Attend(me, row, state.Source(row), room, trace);

        _output.Apply(me, room.Found, rows, room.Wide);                                      // [N, H]
        var x = _shape.NewestOf(state, _index);
        foreach (var row in me.Each(rows))
        {
            var y = room.Channels[row];
            _runtime.Kernels.AddScale(y, room.Wide[row], SumScale, _shape.Channels, y);
            _runtime.Kernels.AddScale(y, x[row], SumScale, _shape.Channels, result[row]);
        }
    }

    private void Attend(CrewMember me, int row, SourceMemory source, ConvRoom room, AttentionTrace trace)
    {
        var memory = _memory.Of(source);
        var query = room.Queries[row];
        var weights = _runtime.Scratch(me);
        _runtime.Kernels.AddScale(query, room.Embedded[row], SumScale, _shape.Width, query);
        _runtime.Kernels.Attend(new QueryGroup(room.Queries.From(row), 1, _shape.Width, scale: 1), memory, weights, room.Found.From(row));
        trace.Add(row, _index, weights, memory.Positions);
    }
}
