using System.Globalization;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>A version's shape and search in Marian's words, and what Marian has no words for.</summary>
internal sealed class MarianSettings(PublishedTransformer model)
{
    public const string FileName = "decoder.yml";

    private readonly ModelConfig _config = model.Config;

    /// <summary>Stored positions are Marian's, or <see cref="RequirePositions"/> has refused them.</summary>
    private bool HasMariansPositions => model.StoresPositions;

    private bool StartsFromZeros => model.TargetEmbedding.Values.AsSpan(_config.DecoderStartId * _config.Width, _config.Width).IndexOfAnyExcept(0f) < 0;

    /// <exception cref="CheckpointException">The model stores positions that no setting of Marian computes.</exception>
    public void RequirePositions()
    {
        if (_config.StaticPositions && !model.StoresPositions)
            return;

        var theirs = PositionTables.Marian(_config.MaxPositions, _config.Width);
        if (!TransformerSites.Sides.All(side => PositionTables.AreClose(model.Positions(side), theirs)))
            throw new CheckpointException("Marian computes positions from a formula, and this model stores others; it can be exported to CTranslate2.");
    }

    /// <summary>The training's options, as far as decoding reads them.</summary>
    public string Options()
    {
        var isBefore = _config.NormalizeBefore;
        var size = _config.VocabularySize.ToString(CultureInfo.InvariantCulture);
        List<(string Key, string Value)> options =
        [
            ("type", "transformer"), ("dim-vocabs", $"[{size}, {size}]"), ("dim-emb", Text(_config.Width)),
            ("enc-depth", Text(_config.EncoderLayers)), ("dec-depth", Text(_config.DecoderLayers)), ("transformer-heads", Text(Heads())),
            ("transformer-dim-ffn", Text(_config.EncoderFeedForward)), ("transformer-decoder-dim-ffn", Text(_config.DecoderFeedForward)),
            ("transformer-ffn-depth", "2"), ("transformer-decoder-ffn-depth", "0"),
            ("transformer-ffn-activation", _config.Activation == "silu" ? "swish" : _config.Activation),
            ("transformer-preprocess", isBefore ? "n" : "\"\""), ("transformer-postprocess", isBefore ? "da" : "dan"),
            ("transformer-postprocess-emb", "d"), ("transformer-postprocess-top", isBefore ? "n" : "\"\""),
            ("transformer-decoder-autoreg", "self-attention"), ("transformer-no-projection", "false"), ("transformer-train-position-embeddings", "false"),
            ("tied-embeddings", Text(_config.TiedOutput && !_config.SharedEmbeddings)), ("tied-embeddings-all", Text(_config.TiedOutput && _config.SharedEmbeddings)),
            ("tied-embeddings-src", Text(!_config.TiedOutput && _config.SharedEmbeddings)), ("max-length", Text(_config.MaxPositions)),
            .. Extras(),
        ];
        return string.Concat(options.Select(option => $"{option.Key}: {option.Value}\n"));
    }

    private IEnumerable<(string Key, string Value)> Extras()
    {
        yield return (MarianExtras.MaxPositions, Text(_config.MaxPositions));
        yield return (MarianExtras.NormEpsilon, _config.NormEpsilon.ToString("R", CultureInfo.InvariantCulture));
        yield return (MarianExtras.ScaleEmbedding, Text(_config.ScaleEmbedding));
        if (!HasMariansPositions)
            yield return (MarianExtras.Positions, MarianExtras.HuggingFace);
        if (!StartsFromZeros)
            yield return (MarianExtras.StartPiece, $"\"{model.StartPiece}\"");
    }

    /// <summary>What <c>decoder.yml</c> says of files and search.</summary>
    public string Decoder(string weights, string sourceVocabulary, string targetVocabulary) => string.Create(CultureInfo.InvariantCulture, $"""
        relative-paths: true
        models:
          - {weights}
        vocabs:
          - {sourceVocabulary}
          - {targetVocabulary}
        beam-size: {model.Published.Generation.BeamSize}
        normalize: {model.Published.Generation.LengthPenalty}

        """);

    /// <summary>What Marian computes otherwise than this version learned, a sentence each.</summary>
    public IReadOnlyList<string> Notes()
    {
        var notes = new List<string>();
        if (!HasMariansPositions)
            notes.Add("Marian computes the frequencies of positions a little differently (D/2 - 1 in the place of D/2), so its scores will differ in the second digit or so.");
        if (!StartsFromZeros)
            notes.Add($"Marian's decoder starts from zeros; this model learned to start from '{model.StartPiece}'. Compare translations before use, or export to CTranslate2, which is exact.");
        if (_config.NormEpsilon != MarianArchitecture.NormEpsilon)
            notes.Add($"Marian adds 1e-6 in its layer norms and this model {_config.NormEpsilon}.");
        notes.AddRange(Obstacles().Select(obstacle => $"{obstacle} Marian cannot decode it."));
        return notes;
    }

    /// <summary>Why Marian would compute another network, a sentence each; empty where it can decode this one.</summary>
    public IEnumerable<string> Obstacles()
    {
        if (!_config.ScaleEmbedding)
            yield return "Marian multiplies embeddings by the root of their width, and this model does not.";
        if (_config.NormalizeBefore)
            yield return "Where norms stand before the parts of a layer, Marian's self-attention takes keys and values from before the norm, and this model from behind it.";
        if (_config.Activation == "gelu")
            yield return "Marian's gelu is another function, x times the sigmoid of 1.702 x, and this model learned with the exact one.";
    }

    private int Heads() => _config.EncoderHeads == _config.DecoderHeads
        ? _config.EncoderHeads
        : throw new CheckpointException($"Marian has one number of heads for both sides; this model has {_config.EncoderHeads} and {_config.DecoderHeads}. It can be exported to CTranslate2.");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";
}
