using System.Text.Json;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Interchange.CTranslate2;

/// <summary>Writes a CTranslate2 directory: positions, start and norms are said outright, so that it computes the same.</summary>
internal sealed class VariableExport(PublishedTransformer model, bool in8Bits)
{
    private const uint Revision = 7;
    private const sbyte Relu = 0, Swish = 2, Gelu = 3;

    private readonly VariableWriter _variables = new("TransformerSpec", Revision);
    private readonly ModelConfig _config = model.Config;

    /// <param name="in8Bits">Matrices take a quarter of the room; those of a version that has 8 bits come out as they are there.</param>
    public static IReadOnlyList<string> Write(PublishedTransformer model, bool in8Bits, string directory)
    {
        var export = new VariableExport(model, in8Bits);
        export.AddSettings();
        export.AddEmbeddings();
        export.AddLayers();
        using (var stream = File.Create(Path.Combine(directory, VariableImport.WeightsName)))
            export._variables.Write(stream);
        File.WriteAllBytes(Path.Combine(directory, CheckpointFiles.Config), export.Settings());
        File.WriteAllBytes(Path.Combine(directory, "shared_vocabulary.json"), JsonSerializer.SerializeToUtf8Bytes(model.Pieces));
        model.Copy(directory, CheckpointFiles.SourceSentencePiece, CheckpointFiles.TargetSentencePiece, CheckpointFiles.ModelCard);
        return ["CTranslate2 leaves cutting sentences into pieces to its caller: use source.spm and target.spm, with the tag of the target language in front where the model has tags."];
    }

    private void AddSettings()
    {
        foreach (var side in TransformerSites.Sides)
        {
            _variables.Add($"{side}/num_heads", (short)(side == TransformerSites.Encoder ? _config.EncoderHeads : _config.DecoderHeads));
            _variables.Add($"{side}/activation", _config.Activation switch { "relu" => Relu, "gelu" => Gelu, _ => Swish });
            _variables.Add($"{side}/pre_norm", _config.NormalizeBefore);
            _variables.Add($"{side}/scale_embeddings", _config.ScaleEmbedding);
        }

        _variables.Add("encoder/embeddings_merge", (sbyte)0);
        _variables.Add("encoder/multi_query_attention", false);
        _variables.Add("decoder/alibi", false);
        _variables.Add("decoder/alibi_use_positive_positions", false);
        _variables.Add("decoder/scale_alibi", false);
        _variables.Add("decoder/alignment_layer", (short)-1);
        _variables.Add("decoder/alignment_heads", (short)1);
        _variables.Add("decoder/start_from_zero_embedding", false);
    }

    private void AddEmbeddings()
    {
        AddMatrix(VariableNames.TargetEmbedding, model.TargetEmbedding);
        if (_config.SharedEmbeddings)
            _variables.Alias(VariableNames.SourceEmbedding, VariableNames.TargetEmbedding);
        else
            AddMatrix(VariableNames.SourceEmbedding, model.SourceEmbedding);

        if (model.Output is { } output)
            AddMatrix(VariableNames.Output, output);
        else
            _variables.Alias(VariableNames.Output, VariableNames.TargetEmbedding);
        AddRow(VariableNames.OutputBias, model.OutputBias);
        foreach (var side in TransformerSites.Sides)
            _variables.Add(VariableNames.Positions(side), model.Positions(side));
    }

    private void AddLayers()
    {
        foreach (var (name, parts) in TransformerSites.Layers(_config).SelectMany(layer => VariableNames.Matrices(_config, layer)))
        {
            float[] weight = [.. parts.SelectMany(model.Weight)];
            AddMatrix($"{name}/weight", new WeightTensor([weight.Length / parts[0].Inputs, parts[0].Inputs], weight));
            AddRow($"{name}/bias", [.. parts.SelectMany(model.Bias)]);
        }

        foreach (var site in TransformerSites.Norms(_config))
            AddNorm(VariableNames.Norm(site), site.Name);
        foreach (var side in TransformerSites.Sides.Where(_ => _config.NormalizeBefore))
            AddNorm(VariableNames.TopNorm(side), TransformerSites.TopNorm(side));
    }

    private void AddNorm(string name, string ours)
    {
        AddRow($"{name}/gamma", model.Gain(ours));
        AddRow($"{name}/beta", model.Offset(ours));
    }

    private void AddMatrix(string name, WeightTensor matrix)
    {
        if (in8Bits)
            _variables.Add(name, QuantizedTensor.Of(matrix));
        else
            _variables.Add(name, matrix);
    }

    private void AddRow(string name, float[] values) => _variables.Add(name, new WeightTensor([values.Length], values));

    private byte[] Settings() => JsonFile.ToBytes(new ModelSettings
    {
        DecoderStartToken = model.StartPiece,
        AddSourceEos = true,
        LayerNormEpsilon = _config.NormEpsilon,
    });
}
