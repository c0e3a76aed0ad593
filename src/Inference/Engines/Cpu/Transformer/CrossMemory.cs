using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>Makes the keys and values that every decoder layer reads of an encoded sentence, once for all steps.</summary>
internal sealed unsafe class CrossMemory
{
    private readonly CpuRuntime _runtime;
    private readonly MemoryLayout _layout;
    private readonly Linear[] _layers;
    private readonly int _width;
    private readonly FloatBuffer _keysValues = new();
    private readonly List<SourceMemory> _memories = [];

    public CrossMemory(ModelConfig config, WeightReader reader, StackShape shape, CpuRuntime runtime)
    {
        _runtime = runtime;
        _layout = new MemoryLayout(shape);
        _width = shape.Width;
        _layers = [.. Enumerable.Range(0, config.DecoderLayers).Select(Read)];

        Linear Read(int layer)
        {
            var attention = $"model.decoder.layers.{layer}.encoder_attn";
            return reader.SideBySide(shape.Width, config.EncoderOutputs, $"{attention}.k_proj", $"{attention}.v_proj");
        }
    }

    /// <summary>An empty memory for every sentence of a pack, added to the state as a row.</summary>
    public void Receive(PackedSources sources, SlotState state)
    {
        _memories.Clear();
        _keysValues.Reserve(sources.Tokens, 2 * _width);
        for (var i = 0; i < sources.Sentences; i++)
        {
            var length = sources.Length(i);
            _memories.Add(new SourceMemory(_runtime.Shelf, _layout.Floats(length, _layers.Length), length));
            state.Add(_memories[i]);
        }
    }

    public void Remember(CrewMember me, PackedSources sources, ICpuEncoder encoder)
    {
        foreach (var portion in me.Portions(sources.Tokens, sources.FewestTokens))
        {
            for (var layer = 0; layer < _layers.Length; layer++)
                Remember(portion.Member, sources.Part(portion.Items), encoder, layer);
        }
    }

    private void Remember(CrewMember me, SourcePart part, ICpuEncoder encoder, int layer)
    {
        var keysValues = new Rows(_keysValues.Start, 2 * _width);                            // [N, 2D]
        _layers[layer].Apply(me, encoder.Hidden, part.Tokens, keysValues);

        foreach (var item in me.Each(part.Each(_layout.Heads)))
        {
            var (sentence, head) = (item / _layout.Heads, item % _layout.Heads);
            _layout.Fill(_memories[sentence], layer, head, keysValues.From(part.Sources.Start(sentence)));
        }
    }
}
