using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Benchmarks;

/// <summary>Transformers with random weights: speed depends on shapes, not on what was learned.</summary>
internal static class RandomWeights
{
    public static ModelConfig Shape(string name) => name switch
    {
        "student" => Config(width: 256, feedForward: 1536, decoderLayers: 2),
        "base" => Config(width: 512, feedForward: 2048, decoderLayers: 6),
        _ => throw new ArgumentException($"--shape {name} is not known; student and base are."),
    };

    public static ModelWeights Of(ModelConfig config)
    {
        var tensors = new Dictionary<string, WeightTensor>();
        var random = new Random(1);
        Add("model.shared.weight", config.VocabularySize, config.Width);
        Add("final_logits_bias", 1, config.VocabularySize);
        for (var i = 0; i < config.EncoderLayers; i++)
            AddLayer($"model.encoder.layers.{i}", config.EncoderFeedForward, "self_attn");
        for (var i = 0; i < config.DecoderLayers; i++)
            AddLayer($"model.decoder.layers.{i}", config.DecoderFeedForward, "self_attn", "encoder_attn");
        return new ModelWeights(tensors);

        void AddLayer(string layer, int feedForward, params string[] attentions)
        {
            foreach (var attention in attentions)
            {
                foreach (var projection in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
                    AddDense($"{layer}.{attention}.{projection}", config.Width, config.Width);
                AddNorm($"{layer}.{attention}_layer_norm");
            }

            AddDense($"{layer}.fc1", feedForward, config.Width);
            AddDense($"{layer}.fc2", config.Width, feedForward);
            AddNorm($"{layer}.final_layer_norm");
        }

        void AddDense(string name, int outputs, int inputs)
        {
            Add($"{name}.weight", outputs, inputs);
            Add($"{name}.bias", outputs);
        }

        void AddNorm(string name)
        {
            Add($"{name}.weight", config.Width);
            Add($"{name}.bias", config.Width);
        }

        void Add(string name, params long[] shape)
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++)
                values[i] = ((2 * random.NextSingle()) - 1) / MathF.Sqrt(shape[^1]);
            tensors.Add(name, new WeightTensor(shape, values));
        }
    }

    private static ModelConfig Config(int width, int feedForward, int decoderLayers) => new()
    {
        ModelType = ModelConfig.Marian,
        VocabularySize = 32000,
        Width = width,
        EncoderLayers = 6,
        DecoderLayers = decoderLayers,
        EncoderFeedForward = feedForward,
        DecoderFeedForward = feedForward,
        PadId = 31999,
        DecoderStartId = 31999,
    };
}
