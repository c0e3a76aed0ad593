using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Recurrent;

/// <summary>Recurrent layers over the source, in one direction (which may be from its end) or both: outputs h_1 … h_S of the top layer.</summary>
internal sealed unsafe class RecurrentEncoder : ICpuEncoder
{
    private readonly ModelConfig _config;
    private readonly TokenTable _embedding;
    private readonly EncoderDirection[][] _layers;
    private readonly FloatBuffer _inputs = new();
    private readonly FloatBuffer _outputs = new();
    private int[] _byLength = [];

    public RecurrentEncoder(ModelConfig config, WeightReader reader)
    {
        _config = config;
        _embedding = TokenTable.Read(config, reader, "encoder");
        _layers = [.. Enumerable.Range(0, config.EncoderLayers).Select(layer => ReadLayer(reader, layer))];
    }

    public Rows Hidden => new(_outputs.Start, _config.EncoderOutputs);

    public Rows Values => Hidden;

    public void Reserve(PackedSources sources)
    {
        _inputs.Reserve(sources.Tokens, _config.Width);
        _outputs.Reserve(sources.Tokens, _config.EncoderOutputs);
        foreach (var direction in _layers.SelectMany(directions => directions))
            direction.Reserve(sources.Tokens, sources.Sentences);

        _byLength = [.. Enumerable.Range(0, sources.Sentences).OrderByDescending(sources.Length)];
    }

    public void Encode(CrewMember me, PackedSources sources)
    {
        Embed(me, sources);
        var inputs = new Rows(_inputs.Start, _config.Width);                                 // [N, D]
        foreach (var directions in _layers)
        {
            RunLayer(me, directions, sources, inputs);
            inputs = Hidden;                                                                 // [N, E]
        }
    }

    public void CopyLast(PackedSources sources, int sentence, float* last)
    {
        foreach (var direction in _layers[^1])
            direction.CopyLast(sources, sentence, Hidden, last);
    }

    /// <summary>Copies a sentence's last states of an encoder that reads in one direction: hidden states by layer, then cells by layer, [L·H or 2L·H].</summary>
    public void CopyStates(int sentence, float* states)
    {
        var row = Array.IndexOf(_byLength, sentence);
        foreach (var layer in _layers)
            states = layer[0].CopyHidden(row, states);
        foreach (var layer in _layers)
            states = layer[0].CopyCell(row, states);
    }

    /// <summary>Inputs are multiplied before the first step overwrites the outputs of the layer below.</summary>
    private void RunLayer(CrewMember me, EncoderDirection[] directions, PackedSources sources, Rows inputs)
    {
        foreach (var direction in directions)
            direction.Begin(me, inputs, sources.Tokens, sources.Sentences);

        var running = sources.Sentences;
        for (var t = 0; t < sources.Longest; t++)
        {
            while (sources.Length(_byLength[running - 1]) <= t)
                running--;

            foreach (var direction in directions)
                direction.Multiply(me, running);

            foreach (var row in me.Each(running))
            {
                foreach (var direction in directions)
                    direction.Advance(row, t, sources, _byLength[row], Hidden);
            }
        }
    }

    private void Embed(CrewMember me, PackedSources sources)
    {
        foreach (var row in me.Each(sources.Tokens))
            _embedding.Copy(sources.Token(row), _inputs.Start + ((nint)row * _config.Width));
    }

    private EncoderDirection[] ReadLayer(WeightReader reader, int layer)
    {
        var hidden = _config.EncoderHidden;
        var shape = new CellShape(_config.EncoderKind, layer == 0 ? _config.Width : _config.EncoderOutputs, hidden);
        var first = Direction($"l{layer}", _config.ReverseSource, column: 0);
        return _config.BidirectionalEncoder ? [first, Direction($"l{layer}_reverse", !_config.ReverseSource, column: hidden)] : [first];

        EncoderDirection Direction(string suffix, bool fromEnd, int column) =>
            new(RecurrentCell.Read(reader, "model.encoder", suffix, shape), hidden, fromEnd, column);
    }
}
