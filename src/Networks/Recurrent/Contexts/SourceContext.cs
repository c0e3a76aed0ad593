using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Contexts;

/// <summary>Sums the source up in one vector. It is the encoder's context, the same at every step of the decoder.</summary>
internal abstract class SourceContext(string name) : nn.Module(name)
{
    public static SourceContext Create(ModelConfig config) => config.Context switch
    {
        ContextKind.Last => new LastContext(),
        ContextKind.States => new StatesContext(),
        ContextKind.WeightedSum => new WeightedSumContext(config),
        _ => new TransformContext(config),
    };

    /// <summary>Outputs [B,S,E] → context [B,E]; the states of all layers are wider.</summary>
    public abstract Tensor Of(EncodedSource encoded);
}
