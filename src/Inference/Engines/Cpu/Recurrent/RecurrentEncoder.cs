using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Encoder embedding and encoder recurrent: outputs h_1 … h_S, attention keys of them, and the decoder's first states.</summary>
internal sealed unsafe class RecurrentEncoder : ICrewTask
{
    private readonly CpuRuntime _runtime;
    private readonly RecurrentShape _shape;
    private readonly float[] _embedding;
    private readonly EncoderDirection[][] _layers;
    private readonly Linear _keys;
    private readonly Linear _bridge;
    private readonly PackedSources _sources = new();
    private readonly List<SourceMemory> _memories = [];
    private readonly FloatBuffer _inputs = new();
    private readonly FloatBuffer _outputs = new();
    private readonly FloatBuffer _keyRows = new();
    private readonly FloatBuffer _lastStates = new();
    private readonly FloatBuffer _firstStates = new();
    private int[] _byLength = [];

    public RecurrentEncoder(ModelConfig config, ModelWeights weights, float[] embedding, CpuRuntime runtime)
    {
        _runtime = runtime;
        _shape = RecurrentShape.Of(config);
        _embedding = embedding;
        _layers = [.. Enumerable.Range(0, config.EncoderLayers).Select(layer => ReadLayer(config, weights, layer))];

        var reader = new WeightReader(weights, runtime.Kernels);
        _keys = reader.Linear("attention.key", _shape.Hidden, _shape.Encoded);
        _bridge = reader.Linear("bridge", _shape.StateFloats, _shape.Encoded, Activation.Tanh);
    }

    public void Encode(IReadOnlyList<int[]> sources, RecurrentState state)
    {
        for (var next = 0; next < sources.Count;)
        {
            next = _sources.Fill(sources, next);
            Reserve();
            _runtime.Crew.Run(this);
            Hand(state);
        }
    }

    private Rows Outputs => new(_outputs.Start, _shape.Encoded);

    private Rows LastStates => new(_lastStates.Start, _shape.Encoded);

    private Rows FirstStates => new(_firstStates.Start, _shape.StateFloats);

    void ICrewTask.Work(CrewMember me)
    {
        Embed(me);
        var inputs = new Rows(_inputs.Start, _shape.Width);                                  // [N, D]
        foreach (var directions in _layers)
        {
            RunLayer(me, directions, inputs);
            inputs = Outputs;                                                                // [N, E]
        }

        Bridge(me);
        _keys.Apply(me, Outputs, _sources.Tokens, new Rows(_keyRows.Start, _shape.Hidden));  // [N, H]
        Remember(me);
    }

    /// <summary>Inputs are multiplied before the first step overwrites the outputs of the layer below.</summary>
    private void RunLayer(CrewMember me, EncoderDirection[] directions, Rows inputs)
    {
        foreach (var direction in directions)
            direction.Begin(me, inputs, _sources.Tokens, _sources.Sentences);

        var running = _sources.Sentences;
        for (var t = 0; t < _sources.Longest; t++)
        {
            while (_sources.Length(_byLength[running - 1]) <= t)
                running--;

            foreach (var direction in directions)
                direction.Multiply(me, running);

            foreach (var row in me.Each(running))
            {
                foreach (var direction in directions)
                    direction.Advance(row, t, _sources, _byLength[row], Outputs);
            }
        }
    }

    private void Embed(CrewMember me)
    {
        foreach (var row in me.Each(_sources.Tokens))
        {
            var embedding = _embedding.AsSpan(_sources.Token(row) * _shape.Width, _shape.Width);
            embedding.CopyTo(new Span<float>(_inputs.Start + ((nint)row * _shape.Width), _shape.Width));
        }
    }

    /// <summary>tanh(W [last forward state; last backward state] + b) of the top layer, by length.</summary>
    private void Bridge(CrewMember me)
    {
        var top = _layers[^1];
        foreach (var row in me.Each(_sources.Sentences))
        {
            for (var i = 0; i < top.Length; i++)
            {
                var last = new ReadOnlySpan<float>(top[i].States[row], _shape.Hidden);
                last.CopyTo(new Span<float>(LastStates[row] + (i * _shape.Hidden), _shape.Hidden));
            }
        }
        _bridge.Apply(me, LastStates, _sources.Sentences, FirstStates);                      // [B, Ld·H]
    }

    private void Remember(CrewMember me)
    {
        foreach (var sentence in me.Each(_sources.Sentences))
        {
            var start = _sources.Start(sentence);
            var keys = new Rows(_keyRows.Start, _shape.Hidden).From(start);
            new RecurrentMemory(_memories[sentence], _shape).Fill(keys, Outputs.From(start));
        }
    }

    private void Reserve()
    {
        var (tokens, sentences) = (_sources.Tokens, _sources.Sentences);
        _inputs.Reserve(tokens * _shape.Width);
        _outputs.Reserve(tokens * _shape.Encoded);
        _keyRows.Reserve(tokens * _shape.Hidden);
        _lastStates.Reserve(sentences * _shape.Encoded);
        _firstStates.Reserve(sentences * _shape.StateFloats);
        foreach (var direction in _layers.SelectMany(directions => directions))
            direction.Reserve(tokens, sentences);

        _byLength = [.. Enumerable.Range(0, sentences).OrderByDescending(_sources.Length)];
        _memories.Clear();
        for (var i = 0; i < sentences; i++)
        {
            var length = _sources.Length(i);
            _memories.Add(new SourceMemory(_runtime.Shelf, RecurrentMemory.Floats(length, _shape), length));
        }
    }

    /// <summary>Adds the sentences in their own order to the state.</summary>
    private void Hand(RecurrentState state)
    {
        var first = state.Rows;
        foreach (var memory in _memories)
            state.Add(memory);

        for (var row = 0; row < _byLength.Length; row++)
        {
            var states = new ReadOnlySpan<float>(FirstStates[row], _shape.StateFloats);
            states.CopyTo(state.States(first + _byLength[row]));
        }
    }

    private EncoderDirection[] ReadLayer(ModelConfig config, ModelWeights weights, int layer)
    {
        var shape = new GruShape(layer == 0 ? _shape.Width : _shape.Encoded, _shape.Hidden);
        var forward = GruLayer.Read(weights, _runtime.Kernels, "encoder_recurrent", $"l{layer}", shape);
        var first = new EncoderDirection(forward, _shape.Hidden, backward: false, _runtime.Kernels);
        if (!config.BidirectionalEncoder)
            return [first];

        var backward = GruLayer.Read(weights, _runtime.Kernels, "encoder_recurrent", $"l{layer}_reverse", shape);
        return [first, new EncoderDirection(backward, _shape.Hidden, backward: true, _runtime.Kernels)];
    }
}
