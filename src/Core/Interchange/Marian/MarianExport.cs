using System.Globalization;
using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Writes weights, vocabulary and settings as Marian has them. What Marian computes otherwise stands in keys that it does not know
/// (<see cref="MarianExtras"/>), so that <see cref="MarianImport"/> gives back the same network.
/// </summary>
internal sealed class MarianExport(PublishedTransformer model)
{
    private const string WeightsName = "model.npz", VocabularyName = "vocab.yml", DecoderName = "decoder.yml";

    private readonly ModelConfig _config = model.Config;

    public static IReadOnlyList<string> Write(PublishedTransformer model, string directory)
    {
        var export = new MarianExport(model);
        export.RequirePositions();
        using (var stream = File.Create(Path.Combine(directory, WeightsName)))
            export.WriteWeights(stream);
        File.WriteAllText(Path.Combine(directory, VocabularyName), MarianVocabulary.Write(model.Pieces));
        File.WriteAllText(Path.Combine(directory, DecoderName), export.DecoderSettings());
        model.Copy(directory, CheckpointFiles.SourceSentencePiece, CheckpointFiles.TargetSentencePiece, CheckpointFiles.ModelCard);
        return export.Notes();
    }

    /// <summary>Stored positions are Marian's, or <see cref="RequirePositions"/> has refused them.</summary>
    private bool HasMariansPositions => model.StoresPositions;

    private bool StartsFromZeros => model.TargetEmbedding.Values.AsSpan(_config.DecoderStartId * _config.Width, _config.Width).IndexOfAnyExcept(0f) < 0;

    private void RequirePositions()
    {
        if (_config.StaticPositions && !model.StoresPositions)
            return;

        var theirs = PositionTables.Marian(_config.MaxPositions, _config.Width);
        if (!TransformerSites.Sides.All(side => PositionTables.AreClose(model.Positions(side), theirs)))
            throw new CheckpointException("Marian computes positions from a formula, and this model stores others; it can be exported to CTranslate2.");
    }

    private void WriteWeights(Stream stream)
    {
        using var npz = new NpzWriter(stream);
        WriteEmbeddings(npz);
        foreach (var site in TransformerSites.Linears(_config))
        {
            npz.Add(MarianNames.Weight(site), Turned(new([site.Outputs, site.Inputs], model.Weight(site))));
            npz.Add(MarianNames.Bias(site), Row(model.Bias(site)));
        }

        foreach (var site in TransformerSites.Norms(_config))
        {
            npz.Add(MarianNames.Gain(site, _config.NormalizeBefore), Row(model.Gain(site.Name)));
            npz.Add(MarianNames.Offset(site, _config.NormalizeBefore), Row(model.Offset(site.Name)));
        }

        foreach (var side in TransformerSites.Sides.Where(_ => _config.NormalizeBefore))
        {
            npz.Add(MarianNames.TopNorm(side).Gain, Row(model.Gain(TransformerSites.TopNorm(side))));
            npz.Add(MarianNames.TopNorm(side).Offset, Row(model.Offset(TransformerSites.TopNorm(side))));
        }

        npz.Add(MarianImport.OptionsName, [.. Encoding.UTF8.GetBytes(Options()), 0]);
    }

    private void WriteEmbeddings(NpzWriter npz)
    {
        if (_config.SharedEmbeddings)
        {
            npz.Add(MarianNames.Shared, model.SourceEmbedding);
        }
        else
        {
            npz.Add(MarianNames.SourceEmbedding, model.SourceEmbedding);
            npz.Add(MarianNames.TargetEmbedding, model.TargetEmbedding);
        }

        if (model.Output is { } output)
            npz.Add(MarianNames.Output, Turned(output));
        npz.Add(MarianNames.OutputBias, Row(model.OutputBias));
    }

    /// <summary>The training's options, as far as decoding reads them.</summary>
    private string Options()
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

    private string DecoderSettings() => string.Create(CultureInfo.InvariantCulture, $"""
        relative-paths: true
        models:
          - {WeightsName}
        vocabs:
          - {VocabularyName}
          - {VocabularyName}
        beam-size: {model.Published.Generation.BeamSize}
        normalize: {model.Published.Generation.LengthPenalty}

        """);

    private List<string> Notes()
    {
        var notes = new List<string>();
        if (!HasMariansPositions)
            notes.Add("Marian computes the frequencies of positions a little differently (D/2 - 1 in the place of D/2), so its scores will differ in the second digit or so.");
        if (!StartsFromZeros)
            notes.Add($"Marian's decoder starts from zeros; this model learned to start from '{model.StartPiece}'. Compare translations before use, or export to CTranslate2, which is exact.");
        if (_config.NormEpsilon != MarianArchitecture.NormEpsilon)
            notes.Add($"Marian adds 1e-6 in its layer norms and this model {_config.NormEpsilon}.");
        if (_config.Activation == "gelu")
            notes.Add("Marian's gelu is an approximation of the one that this model learned with.");
        if (!_config.ScaleEmbedding)
            notes.Add("Marian multiplies embeddings by the root of their width, and this model does not: Marian cannot decode it.");
        return notes;
    }

    private int Heads() => _config.EncoderHeads == _config.DecoderHeads
        ? _config.EncoderHeads
        : throw new CheckpointException($"Marian has one number of heads for both sides; this model has {_config.EncoderHeads} and {_config.DecoderHeads}. It can be exported to CTranslate2.");

    private static WeightTensor Row(float[] values) => new([1, values.Length], values);

    /// <summary>[outputs, inputs] as [inputs, outputs].</summary>
    private static WeightTensor Turned(WeightTensor matrix)
    {
        var (outputs, inputs) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        var turned = new float[matrix.Values.Length];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
                turned[(i * outputs) + o] = matrix.Values[(o * inputs) + i];
        }

        return new([inputs, outputs], turned);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";
}
