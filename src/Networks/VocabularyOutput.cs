using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>Decoder outputs [N,D] → scores of the vocabulary [N,V]. A tied matrix is the decoder's embedding and registered there alone.</summary>
internal sealed class VocabularyOutput(ModelConfig config, Embedding tied)
{
    /// <summary>A bias for every token [1,V], as MarianMT stores it.</summary>
    public Parameter Bias { get; } = nn.Parameter(zeros(1, config.VocabularySize));

    /// <summary>A matrix of its own, where none is tied.</summary>
    public Linear? Own { get; } = config.TiedOutput ? null : Layers.Linear(config.Width, config.VocabularySize, bias: false);

    public (Tensor Weight, Tensor Bias) Layer => (Own?.weight ?? tied.weight, Bias.view(-1));    // [V,D], [V]
}
