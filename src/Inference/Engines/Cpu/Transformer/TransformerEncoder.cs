using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>The encoder stack, and the keys and values that every decoder layer will read of its result.</summary>
internal sealed unsafe class TransformerEncoder : ICrewTask
{
    private readonly CpuRuntime _runtime;
    private readonly StackShape _shape;
    private readonly MemoryLayout _layout;
    private readonly Embedding _embedding;
    private readonly EncoderLayer[] _layers;
    private readonly NormWeights? _finalNorm;
    private readonly Linear[] _keysValues;
    private readonly Workspace _room;
    private readonly PackedSources _sources = new();
    private readonly List<SourceMemory> _memories = [];

    public TransformerEncoder(ModelConfig config, WeightReader reader, Embedding embedding, MemoryLayout layout, CpuRuntime runtime)
    {
        _runtime = runtime;
        _shape = StackShape.Of(config, config.EncoderHeads, runtime.Kernels);
        _layout = layout;
        _embedding = embedding;
        _layers = [.. Enumerable.Range(0, config.EncoderLayers).Select(layer =>
            new EncoderLayer(reader, $"model.encoder.layers.{layer}", config.EncoderFeedForward, _shape, runtime))];
        _finalNorm = _shape.FinalNorm(reader, "model.encoder.layer_norm");
        _keysValues = [.. Enumerable.Range(0, config.DecoderLayers).Select(layer => ReadKeysValues(reader, layer))];
        _room = new Workspace(config.Width, Math.Max(3 * config.Width, config.EncoderFeedForward));
    }

    private Linear ReadKeysValues(WeightReader reader, int layer)
    {
        var attention = $"model.decoder.layers.{layer}.encoder_attn";
        return reader.SideBySide(_shape.Width, _shape.Width, $"{attention}.k_proj", $"{attention}.v_proj");
    }

    /// <summary>Encodes the sources in packs and adds a memory for each to <paramref name="memories"/>, in order.</summary>
    public void Encode(IReadOnlyList<int[]> sources, Action<SourceMemory> memories)
    {
        for (var next = 0; next < sources.Count;)
        {
            next = _sources.Fill(sources, next);
            _memories.Clear();
            for (var i = 0; i < _sources.Sentences; i++)
            {
                var length = _sources.Length(i);
                _memories.Add(new SourceMemory(_runtime.Shelf, _layout.Floats(length, _keysValues.Length), length));
            }

            _room.Reserve(_sources.Tokens);
            _runtime.ReserveScratch(EncoderLayer.ScratchFloats(_sources.Longest, _shape));
            _runtime.Crew.Run(this);
            _memories.ForEach(memories);
        }
    }

    void ICrewTask.Work(CrewMember me)
    {
        Embed(me);
        foreach (var layer in _layers)
            layer.Apply(me, _sources, _room);

        Normalize(me);
        for (var layer = 0; layer < _keysValues.Length; layer++)
            Remember(me, layer);
    }

    private void Embed(CrewMember me)
    {
        foreach (var sentence in me.Each(_sources.Sentences))
        {
            var start = _sources.Start(sentence);
            for (var s = 0; s < _sources.Length(sentence); s++)
                _embedding.Write(_sources.Token(start + s), s, _room.Stream[start + s]);   // [N, D]
        }
    }

    private void Normalize(CrewMember me)
    {
        if (_finalNorm is null)
            return;

        foreach (var row in me.Each(_sources.Tokens))
            _runtime.Kernels.Normalize(_room.Stream[row], _finalNorm, _room.Stream[row]);
    }

    /// <summary>Keys and values of one decoder layer, into the sentences' memories.</summary>
    private void Remember(CrewMember me, int layer)
    {
        var keysValues = _room.Wide(2 * _shape.Width);                                     // [N, 2D]
        _keysValues[layer].Apply(me, _room.Stream, _sources.Tokens, keysValues);

        var heads = _layout.Heads;
        foreach (var item in me.Each(_sources.Sentences * heads))
        {
            var sentence = item / heads;
            _layout.Fill(_memories[sentence], layer, item % heads, keysValues.From(_sources.Start(sentence)));
        }
    }
}
