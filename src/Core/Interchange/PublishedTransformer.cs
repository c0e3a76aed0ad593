using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange;

/// <summary>A published version as the exports see it.</summary>
internal sealed class PublishedTransformer(Checkpoint published)
{
    private readonly ModelWeights _weights = published.ReadWeights();

    public Checkpoint Published => published;

    public ModelConfig Config => published.Config;

    public WeightTensor SourceEmbedding => Embedding(TransformerSites.Encoder);

    public WeightTensor TargetEmbedding => Embedding(TransformerSites.Decoder);

    /// <summary>Output matrix [V, D]; null where it is the target's embedding.</summary>
    public WeightTensor? Output => Config.TiedOutput ? null : Get("lm_head.weight", Config.VocabularySize, Config.Width);

    public float[] OutputBias => _weights.Get("final_logits_bias", 1, Config.VocabularySize);

    /// <summary>Whether positions are stored, and not the sinusoids that this project computes.</summary>
    public bool StoresPositions => TransformerSites.Sides.Any(side => _weights.Contains(TransformerSites.Positions(side)));

    /// <summary>The piece of every row; rows that no piece has get names that no text can hold.</summary>
    public IReadOnlyList<string> Pieces
    {
        get
        {
            var named = published.Tokenizer.VocabularySize;
            return [.. Enumerable.Range(0, Config.VocabularySize).Select(id => id < named ? published.Tokenizer.PieceOf(id) : $"<unused{id}>")];
        }
    }

    public string StartPiece => Pieces[Config.DecoderStartId];

    public float[] Weight(LinearSite site) => _weights.Get($"{site.Name}.weight", site.Outputs, site.Inputs);

    public float[] Bias(LinearSite site) => _weights.Get($"{site.Name}.bias", site.Outputs);

    /// <param name="norm">Name of a norm in the MarianMT layout.</param>
    public float[] Gain(string norm) => _weights.Get($"{norm}.weight", Config.Width);

    public float[] Offset(string norm) => _weights.Get($"{norm}.bias", Config.Width);

    /// <summary>Positions of a side [P, D], stored or computed.</summary>
    public WeightTensor Positions(string side) => _weights.Contains(TransformerSites.Positions(side))
        ? Get(TransformerSites.Positions(side), Config.MaxPositions, Config.Width)
        : PositionTables.HuggingFace(Config.MaxPositions, Config.Width);

    /// <summary>Writes a safetensors file of all weights in fp32.</summary>
    public void WriteWeights(Stream stream) =>
        SafetensorsWriter.Write(stream, _weights.Names.Select(_weights.Find).Zip(_weights.Names, (tensor, name) => new WeightSource(name, tensor.Shape, tensor.Values)));

    /// <summary>Copies files of the version; those that it lacks are left out.</summary>
    public void Copy(string directory, params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
        {
            if (published.Files.Contains(file))
                File.Copy(published.PathOf(file), Path.Combine(directory, file));
        }
    }

    private WeightTensor Embedding(string side) =>
        Get(Config.SharedEmbeddings ? "model.shared.weight" : $"model.{side}.embed_tokens.weight", Config.VocabularySize, Config.Width);

    private WeightTensor Get(string name, params long[] shape) => new(shape, _weights.Get(name, shape));
}
