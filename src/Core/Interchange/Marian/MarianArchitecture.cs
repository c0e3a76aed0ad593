using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>From the options of a training to the shape of the network; what this project does not compute is refused with the option's name.</summary>
internal static class MarianArchitecture
{
    /// <summary>Added to the variance in Marian's layer norms.</summary>
    public const double NormEpsilon = 1e-6;

    /// <summary>Sinusoids have no end; sentences beyond this are cut into parts, as with models from Hugging Face.</summary>
    public const int Positions = 512;

    private const int MaxSize = 1 << 17;
    private const int MostPositions = 1 << 13;

    public static ModelConfig Describe(MarianOptions options)
    {
        var isBefore = RequireNorms(options);
        RequirePlain(options);
        var heads = options.Number("transformer-heads", 8, MaxSize);
        var inner = options.Number("transformer-dim-ffn", 2048, MaxSize);
        var decoderInner = options.Number("transformer-decoder-dim-ffn", 0, MaxSize);
        return new ModelConfig
        {
            ModelType = ModelConfig.Marian,
            VocabularySize = 0,
            PadId = 0,
            DecoderStartId = 0,
            Width = options.Number("dim-emb", 512, MaxSize),
            EncoderLayers = options.Number("enc-depth", 6, MaxSize),
            DecoderLayers = options.Number("dec-depth", 6, MaxSize),
            EncoderHeads = heads,
            DecoderHeads = heads,
            EncoderFeedForward = inner,
            DecoderFeedForward = decoderInner == 0 ? inner : decoderInner,
            Activation = options.Text("transformer-ffn-activation", "swish"),
            NormalizeBefore = isBefore,
            NormEpsilon = options.Real(MarianExtras.NormEpsilon, NormEpsilon),
            MaxPositions = options.Number(MarianExtras.MaxPositions, Positions, MostPositions),
            ScaleEmbedding = options.Text(MarianExtras.ScaleEmbedding, "true") == "true",
        };
    }

    /// <summary>Whether the norms stand before the parts of a layer.</summary>
    private static bool RequireNorms(MarianOptions options)
    {
        var isBefore = options.Text("transformer-preprocess", "").Contains('n', StringComparison.Ordinal);
        options.Require("transformer-preprocess", "", isBefore ? "n" : "", isBefore ? "dn" : "d");
        options.Require("transformer-postprocess", "dan", isBefore ? "da" : "dan", isBefore ? "a" : "an");
        options.Require("transformer-postprocess-top", "", isBefore ? "n" : "");
        options.Require("transformer-postprocess-emb", "d", "d", "");
        return isBefore;
    }

    private static void RequirePlain(MarianOptions options)
    {
        options.Require("type", "transformer", "transformer");
        options.Require("transformer-decoder-autoreg", "self-attention", "self-attention");
        options.Require("transformer-ffn-activation", "swish", "relu", "swish", options.Text(MarianExtras.MaxPositions, "") == "" ? "relu" : "gelu");   // exact only in what our own export wrote
        options.Require("transformer-ffn-depth", "2", "2");
        options.Require("transformer-decoder-ffn-depth", "0", "0", "2");
        options.Require("input-types", "sequence", "sequence");
        foreach (var key in (string[])
            ["transformer-no-projection", "transformer-no-bias", "transformer-no-affine", "transformer-rnn-projection", "transformer-train-position-embeddings", "transformer-pool", "ulr"])
            options.Require(key, "false", "false");
        if (options.All("transformer-tied-layers").Count > 0)
            options.Require("transformer-tied-layers", "", "");
        options.Require("lemma-dim-emb", "0", "0");
    }
}
