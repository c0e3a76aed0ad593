using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Name and shape of every tensor of a network, as a checkpoint holds them.</summary>
internal sealed class FamilyTensors
{
    private readonly ModelConfig _config;
    private readonly List<(string Name, long[] Shape)> _all = [];

    private FamilyTensors(ModelConfig config) => _config = config;

    public static IReadOnlyList<(string Name, long[] Shape)> Of(ModelConfig config)
    {
        var tensors = new FamilyTensors(config);
        tensors.AddFrame();
        if (config.ModelType == ModelConfig.DecoderOnly)
        {
            tensors.AddTransformer("decoder", config.DecoderLayers, config.DecoderFeedForward, "self_attn");
            return tensors._all;
        }

        tensors.AddEncoder();
        tensors.AddDecoder();
        return tensors._all;
    }

    private void AddEncoder()
    {
        switch (_config.EncoderKind)
        {
            case LayerKind.Transformer: AddTransformer("encoder", _config.EncoderLayers, _config.EncoderFeedForward, "self_attn"); break;
            case LayerKind.Conv: AddConv("encoder", _config.EncoderLayers, _config.EncoderHidden, _config.EncoderKernel); break;
            default: AddRecurrentEncoder(); break;
        }
    }

    private void AddDecoder()
    {
        switch (_config.DecoderKind)
        {
            case LayerKind.Transformer: AddTransformer("decoder", _config.DecoderLayers, _config.DecoderFeedForward, "self_attn", "encoder_attn"); break;
            case LayerKind.Conv: AddConvDecoder(); break;
            default: AddRecurrentDecoder(); break;
        }
    }

    private void AddFrame()
    {
        foreach (var name in _config.SharedEmbeddings ? (string[])["shared"] : ["encoder.embed_tokens", "decoder.embed_tokens"])
            Add($"model.{name}.weight", _config.VocabularySize, _config.Width);
        if (!_config.TiedOutput)
            Add("lm_head.weight", _config.VocabularySize, _config.Width);
        Add("final_logits_bias", 1, _config.VocabularySize);
    }

    private void AddTransformer(string side, int layers, int feedForward, params string[] attentions)
    {
        var d = _config.Width;
        if (!_config.StaticPositions)
            Add($"model.{side}.embed_positions.weight", _config.MaxPositions, d);
        if (_config.NormalizeBefore)
            AddNorm($"model.{side}.layer_norm");

        for (var i = 0; i < layers; i++)
        {
            var layer = $"model.{side}.layers.{i}";
            foreach (var attention in attentions)
            {
                var read = attention == "encoder_attn" ? _config.EncoderOutputs : d;
                AddDense($"{layer}.{attention}.q_proj", d, d);
                AddDense($"{layer}.{attention}.k_proj", d, read);
                AddDense($"{layer}.{attention}.v_proj", d, read);
                AddDense($"{layer}.{attention}.out_proj", d, d);
                AddNorm($"{layer}.{attention}_layer_norm");
            }

            AddDense($"{layer}.fc1", feedForward, d);
            AddDense($"{layer}.fc2", d, feedForward);
            AddNorm($"{layer}.final_layer_norm");
        }
    }

    private void AddConv(string side, int layers, int channels, int kernel)
    {
        if (!_config.StaticPositions)
            Add($"model.{side}.embed_positions.weight", _config.MaxPositions, _config.Width);
        AddDense($"model.{side}.input", channels, _config.Width);
        AddDense($"model.{side}.output", _config.Width, channels);
        for (var i = 0; i < layers; i++)
        {
            Add($"model.{side}.layers.{i}.conv.weight", 2 * channels, channels, kernel);
            Add($"model.{side}.layers.{i}.conv.bias", 2 * channels);
        }
    }

    private void AddConvDecoder()
    {
        var (d, e, h) = (_config.Width, _config.EncoderOutputs, _config.DecoderHidden);
        AddConv("decoder", _config.DecoderLayers, h, _config.DecoderKernel);
        foreach (var part in e == d ? (string[])[] : ["key", "value"])
            Add($"model.decoder.memory.{part}.weight", d, e);
        for (var i = 0; i < _config.DecoderLayers; i++)
        {
            AddDense($"model.decoder.layers.{i}.attention.query", d, h);
            AddDense($"model.decoder.layers.{i}.attention.output", h, d);
        }
    }

    private void AddRecurrentEncoder()
    {
        for (var l = 0; l < _config.EncoderLayers; l++)
        {
            foreach (var direction in _config.BidirectionalEncoder ? (string[])["", "_reverse"] : [""])
                AddCell($"encoder.recurrent|l{l}{direction}", _config.EncoderKind, l == 0 ? _config.Width : _config.EncoderOutputs, _config.EncoderHidden);
        }
    }

    private void AddRecurrentDecoder()
    {
        var (d, e, h) = (_config.Width, _config.EncoderOutputs, _config.DecoderHidden);
        AddContext(e, h);
        AddAttention(e, h);

        var attends = _config.Attention != AttentionKind.None;
        var found = _config.Attention is AttentionKind.ScaledDot or AttentionKind.MultiHead ? h : e;
        var input = d + (attends || _config.ContextUses.Contains(ContextUse.Input) ? found : 0) + (_config.InputFeeding ? d : 0);
        for (var l = 0; l < _config.DecoderLayers; l++)
            AddCell($"decoder.recurrent|l{l}", _config.DecoderKind, l == 0 ? input : h, h);

        AddDense("model.decoder.readout", d, attends || _config.ContextUses.Contains(ContextUse.Output) ? h + found + d : h);
    }

    private void AddContext(int e, int h)
    {
        const string Name = "model.decoder.context";
        if (_config.ContextUses.Count > 0 && _config.Context == ContextKind.WeightedSum)
            Add($"{Name}.score.weight", 1, e);
        if (_config.ContextUses.Count > 0 && _config.Context == ContextKind.Transform)
        {
            AddDense($"{Name}.inner", e, e);
            AddDense($"{Name}.outer", e, e);
        }

        if (_config.ContextUses.Contains(ContextUse.State) && _config.Context != ContextKind.States)
            AddDense("model.decoder.bridge", _config.DecoderLayers * h * (_config.DecoderKind == LayerKind.Lstm ? 2 : 1), e);
    }

    private void AddAttention(int e, int h)
    {
        const string Name = "model.decoder.attention";
        switch (_config.Attention)
        {
            case AttentionKind.Additive or AttentionKind.Concat:
                Add($"{Name}.query.weight", h, h);
                Add($"{Name}.key.weight", h, e);
                if (_config.Attention == AttentionKind.Additive)
                    Add($"{Name}.key.bias", h);
                Add($"{Name}.score.weight", 1, h);
                break;
            case AttentionKind.General:
                Add($"{Name}.key.weight", h, e);
                break;
            case AttentionKind.ScaledDot or AttentionKind.MultiHead:
                AddDense($"{Name}.query", h, h);
                AddDense($"{Name}.key", h, e);
                AddDense($"{Name}.value", h, e);
                AddDense($"{Name}.output", h, h);
                break;
        }
    }

    private void AddCell(string name, LayerKind kind, int inputs, int hidden)
    {
        var rows = hidden * kind switch { LayerKind.Lstm => 4, LayerKind.Gru => 3, _ => 1 };
        Add(Name("weight_ih"), rows, inputs);
        Add(Name("weight_hh"), rows, hidden);
        Add(Name("bias_ih"), rows);
        Add(Name("bias_hh"), rows);

        string Name(string tensor) => $"model.{name.Replace("|", $".{tensor}_", StringComparison.Ordinal)}";
    }

    private void AddDense(string name, int outputs, int inputs)
    {
        Add($"{name}.weight", outputs, inputs);
        Add($"{name}.bias", outputs);
    }

    private void AddNorm(string name)
    {
        Add($"{name}.weight", _config.Width);
        Add($"{name}.bias", _config.Width);
    }

    private void Add(string name, params long[] shape) => _all.Add((name, shape));
}
