using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Interchange.CTranslate2;

/// <summary>From the variables of a CTranslate2 model to the shape of the network; what this project does not compute is refused by its name.</summary>
internal sealed class VariableArchitecture(VariableFile file)
{
    private const int Relu = 0, Swish = 2, Gelu = 3;

    /// <summary>Switches that change what is computed; on is refused.</summary>
    private static readonly string[] Foreign = ["alibi", "multi_query_attention", "scale_alibi", "alibi_use_positive_positions"];

    public ModelConfig Describe(ModelSettings settings)
    {
        RequireTransformer();
        var (source, target) = (Embedding(VariableNames.SourceEmbedding, VariableNames.OldSourceEmbedding), Embedding(VariableNames.TargetEmbedding));
        var activation = Same("activation", Relu);
        return new ModelConfig
        {
            ModelType = ModelConfig.Marian,
            VocabularySize = 0,
            PadId = 0,
            DecoderStartId = 0,
            Width = (int)source[1] == (int)target[1] ? (int)source[1] : throw Fault("the embeddings of source and target have different widths"),
            EncoderLayers = Layers("encoder"),
            DecoderLayers = Layers("decoder"),
            EncoderHeads = (int)Setting("encoder", "num_heads", DefaultHeads),
            DecoderHeads = (int)Setting("decoder", "num_heads", DefaultHeads),
            EncoderFeedForward = Inner("encoder"),
            DecoderFeedForward = Inner("decoder"),
            Activation = activation switch
            {
                Relu => "relu",
                Swish => "swish",
                Gelu => "gelu",
                _ => throw Fault($"its activation has the number {activation}; ReLU (0), Swish (2) and GELU (3) can be imported"),
            },
            NormalizeBefore = Same("pre_norm", 1) != 0,
            NormEpsilon = settings.LayerNormEpsilon ?? ModelConfig.StandardNormEpsilon,
            ScaleEmbedding = Same("scale_embeddings", 1) != 0,
        };
    }

    /// <summary>The decoder starts from zeros, whatever its first token is.</summary>
    public bool StartsFromZeros => Setting("decoder", "start_from_zero_embedding", 0) != 0;

    // The first revisions had one number of heads for each kind of model.
    private double DefaultHeads => file.Specification == "TransformerBig" ? 16 : 8;

    private void RequireTransformer()
    {
        if (file.Specification is not ("TransformerSpec" or "TransformerBase" or "TransformerBig") || file.Revision < 2)
            throw Fault($"it is a '{file.Specification}' of revision {file.Revision}; a TransformerSpec with encoder and decoder of revision 2 or later can be imported");

        foreach (var side in TransformerSites.Sides)
        {
            foreach (var name in Foreign.Where(name => Setting(side, name, 0) != 0))
                throw Fault($"its {side} has '{name}', which this project does not compute");
        }
    }

    /// <summary>A number of a side. Before revision 5 both sides shared it.</summary>
    private double Setting(string side, string name, double standard) =>
        file.Settings.TryGetValue($"{side}/{name}", out var own) ? own : file.Settings.GetValueOrDefault(name, standard);

    /// <summary>A number that both sides must agree on.</summary>
    private int Same(string name, int standard)
    {
        var (source, target) = (Setting("encoder", name, standard), Setting("decoder", name, standard));
        return source == target ? (int)source : throw Fault($"'{name}' is {source} in the encoder and {target} in the decoder; this project has one for both");
    }

    private int Layers(string side)
    {
        var layers = 0;
        while (layers <= ModelConfigFile.MaxLayers && file.Tensors.Contains($"{side}/layer_{layers}/ffn/linear_0/weight"))
            layers++;

        return layers switch
        {
            0 => throw Fault($"its {side} has no layers"),
            > ModelConfigFile.MaxLayers => throw Fault($"its {side} has more than {ModelConfigFile.MaxLayers} layers"),
            _ => layers,
        };
    }

    private int Inner(string side) => (int)Shape($"{side}/layer_0/ffn/linear_0/weight")[0];

    private IReadOnlyList<long> Embedding(params string[] names) => Shape(names.FirstOrDefault(file.Tensors.Contains) ?? names[0]);

    private IReadOnlyList<long> Shape(string name) =>
        file.Tensors.Take(name).Shape is { Count: 2 } shape ? shape : throw file.Tensors.Fault(name, "is no matrix");

    private CheckpointException Fault(string fault) => new($"{file.Tensors.File}: {fault}.");
}
