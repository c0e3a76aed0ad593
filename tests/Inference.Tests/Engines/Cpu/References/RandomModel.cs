using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>A small network with random weights, as a checkpoint would hold it.</summary>
internal sealed class RandomModel
{
    private readonly Random _random;
    private readonly Dictionary<string, WeightTensor> _tensors = [];

    private RandomModel(ModelConfig config, int seed)
    {
        Config = config;
        _random = new Random(seed);
    }

    public ModelConfig Config { get; }

    public ModelWeights Weights => new(_tensors);

    public IDictionary<string, WeightTensor> Tensors => _tensors;

    public static RandomModel Of(ModelConfig config, int seed = 1)
    {
        var model = new RandomModel(config, seed);
        if (config.ModelType == ModelConfig.Gru)
            model.AddRecurrent();
        else
            model.AddTransformer();
        return model;
    }

    /// <summary>A sentence of random tokens that ends with the end-of-sentence token.</summary>
    public int[] Sentence(int length, Random random) =>
        [.. Enumerable.Range(0, length - 1).Select(_ => random.Next(2, Config.VocabularySize)), Config.EosId];

    private void AddTransformer()
    {
        if (Config.SharedEmbeddings)
            Add("model.shared.weight", Config.VocabularySize, Config.Width);

        foreach (var side in (string[])["encoder", "decoder"])
        {
            if (!Config.SharedEmbeddings)
                Add($"model.{side}.embed_tokens.weight", Config.VocabularySize, Config.Width);
            if (Config.NormalizeBefore)
                AddNorm($"model.{side}.layer_norm");
        }

        for (var i = 0; i < Config.EncoderLayers; i++)
            AddLayer($"model.encoder.layers.{i}", Config.EncoderFeedForward, "self_attn");
        for (var i = 0; i < Config.DecoderLayers; i++)
            AddLayer($"model.decoder.layers.{i}", Config.DecoderFeedForward, "self_attn", "encoder_attn");

        if (!Config.TiedOutput)
            Add("lm_head.weight", Config.VocabularySize, Config.Width);
        Add("final_logits_bias", 1, Config.VocabularySize);
    }

    private void AddLayer(string layer, int feedForward, params string[] attentions)
    {
        foreach (var attention in attentions)
        {
            foreach (var projection in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
                AddDense($"{layer}.{attention}.{projection}", Config.Width, Config.Width);
            AddNorm($"{layer}.{attention}_layer_norm");
        }

        AddDense($"{layer}.fc1", feedForward, Config.Width);
        AddDense($"{layer}.fc2", Config.Width, feedForward);
        AddNorm($"{layer}.final_layer_norm");
    }

    private void AddRecurrent()
    {
        var (d, h) = (Config.Width, Config.HiddenSize);
        var e = Config.BidirectionalEncoder ? 2 * h : h;
        if (Config.SharedEmbeddings)
            Add("shared.weight", Config.VocabularySize, d);
        else
        {
            Add("encoder_embedding.weight", Config.VocabularySize, d);
            Add("decoder_embedding.weight", Config.VocabularySize, d);
        }

        for (var l = 0; l < Config.EncoderLayers; l++)
        {
            AddGru("encoder_recurrent", $"l{l}", l == 0 ? d : e);
            if (Config.BidirectionalEncoder)
                AddGru("encoder_recurrent", $"l{l}_reverse", l == 0 ? d : e);
        }

        AddDense("bridge", Config.DecoderLayers * h, e);
        Add("attention.query.weight", h, h);
        AddDense("attention.key", h, e);
        Add("attention.score.weight", 1, h);
        for (var l = 0; l < Config.DecoderLayers; l++)
            AddGru("decoder_recurrent", $"l{l}", l == 0 ? d + e : h);

        AddDense("decoder_readout", d, h + e + d);
        if (!Config.TiedOutput)
            Add("decoder_output.weight", Config.VocabularySize, d);
        Add("decoder_output.bias", Config.VocabularySize);
    }

    private void AddGru(string name, string suffix, int inputs)
    {
        Add($"{name}.weight_ih_{suffix}", 3 * Config.HiddenSize, inputs);
        Add($"{name}.weight_hh_{suffix}", 3 * Config.HiddenSize, Config.HiddenSize);
        Add($"{name}.bias_ih_{suffix}", 3 * Config.HiddenSize);
        Add($"{name}.bias_hh_{suffix}", 3 * Config.HiddenSize);
    }

    private void AddDense(string name, int outputs, int inputs)
    {
        Add($"{name}.weight", outputs, inputs);
        Add($"{name}.bias", outputs);
    }

    private void AddNorm(string name)
    {
        Add($"{name}.weight", Config.Width);
        Add($"{name}.bias", Config.Width);
    }

    private void Add(string name, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var spread = 1.5 / Math.Sqrt(shape[^1]);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(((2 * _random.NextDouble()) - 1) * (shape.Length > 1 ? spread : 0.5));
        _tensors.Add(name, new WeightTensor(shape, values));
    }
}
