using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>A published Transformer of random shape and weights; its decoder starts from a piece that has learned a vector of its own.</summary>
internal static class RandomVersion
{
    private static readonly SentencePieceModel Pieces = BpeTrainer.Train(
        ["The quick brown fox jumps over the lazy dog.", "Where is the station? It is here, on the left."],
        new BpeTrainerOptions { VocabularySize = 60, ByteFallback = false });

    /// <summary>What every Marian can express.</summary>
    public static ModelConfig ForMarian(ModelConfig config) => config with { DecoderHeads = config.EncoderHeads };

    /// <summary>What Marian in the browser can run.</summary>
    public static ModelConfig ForBergamot(ModelConfig config) =>
        ForMarian(config) with { NormalizeBefore = false, ScaleEmbedding = true, EncoderFeedForward = config.DecoderFeedForward, Activation = config.Activation == "gelu" ? "swish" : config.Activation };

    public static Checkpoint Publish(string store, int seed, Func<ModelConfig, ModelConfig>? shape = null)
    {
        var random = new Random(seed);
        var vocabulary = Vocabulary.From(Pieces);
        int[] heads = [2, 4];
        var config = new ModelConfig
        {
            ModelType = ModelConfig.Marian,
            VocabularySize = vocabulary.Size,
            Width = 16,
            EncoderLayers = random.Next(1, 4),
            DecoderLayers = random.Next(1, 3),
            EncoderHeads = heads[random.Next(2)],
            DecoderHeads = heads[random.Next(2)],
            EncoderFeedForward = 24,
            DecoderFeedForward = 32,
            Activation = ((string[])["relu", "gelu", "swish"])[random.Next(3)],
            NormalizeBefore = seed % 2 == 0,
            NormEpsilon = random.Next(2) == 0 ? 1e-5 : 1e-3,
            ScaleEmbedding = random.Next(4) > 0,
            SharedEmbeddings = seed / 2 % 2 == 0,
            TiedOutput = seed / 4 % 2 == 0,
            MaxPositions = 40,
            PadId = vocabulary.PadId,
            EosId = vocabulary.EosId,
            DecoderStartId = vocabulary.PadId,
        };
        config = shape?.Invoke(config) ?? config;
        return CheckpointPublisher.Publish(store, "random", new CheckpointContents
        {
            Config = config,
            Generation = new() { BeamSize = 3, LengthPenalty = 0.8, MaxLength = 30, BadWords = [[config.PadId]] },
            Directions = [new LanguagePair("en", "de")],
            TokenizerFiles = TokenizerFiles.Of(Pieces, Pieces, vocabulary),
            Weights = [.. Shapes(config).Select(shape => new WeightSource(shape.Name, shape.Shape, Matrices.Random(random, shape.Shape).Values))],
            Card = new() { Title = "Random", License = "cc0-1.0" },
        }, $"{seed}");
    }

    private static IEnumerable<(string Name, long[] Shape)> Shapes(ModelConfig config)
    {
        string[] tables = [.. config.SharedEmbeddings ? ["model.shared"] : new[] { "model.encoder.embed_tokens", "model.decoder.embed_tokens" }, .. config.TiedOutput ? [] : new[] { "lm_head" }];
        foreach (var table in tables)
            yield return ($"{table}.weight", [config.VocabularySize, config.Width]);
        yield return ("final_logits_bias", [1, config.VocabularySize]);
        foreach (var tensor in Side(config, "encoder", config.EncoderLayers, config.EncoderFeedForward, "self_attn"))
            yield return tensor;
        foreach (var tensor in Side(config, "decoder", config.DecoderLayers, config.DecoderFeedForward, "self_attn", "encoder_attn"))
            yield return tensor;
    }

    private static IEnumerable<(string Name, long[] Shape)> Side(ModelConfig config, string side, int layers, int inner, params string[] attentions)
    {
        var parts = new List<(string Name, long[] Weight)>();
        foreach (var layer in Enumerable.Range(0, layers).Select(i => $"model.{side}.layers.{i}"))
        {
            foreach (var attention in attentions)
            {
                parts.AddRange(((string[])["q_proj", "k_proj", "v_proj", "out_proj"]).Select(part => ($"{layer}.{attention}.{part}", (long[])[config.Width, config.Width])));
                parts.Add(($"{layer}.{attention}_layer_norm", [config.Width]));
            }

            parts.AddRange([($"{layer}.fc1", [inner, config.Width]), ($"{layer}.fc2", [config.Width, inner]), ($"{layer}.final_layer_norm", [config.Width])]);
        }

        if (config.NormalizeBefore)
            parts.Add(($"model.{side}.layer_norm", [config.Width]));
        return parts.SelectMany(part => ((string, long[])[])[($"{part.Name}.weight", part.Weight), ($"{part.Name}.bias", [part.Weight[0]])]);
    }
}
