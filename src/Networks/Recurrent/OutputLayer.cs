using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>Readouts [N,D] → scores of the vocabulary [N,V]. A tied matrix is the decoder's embedding and registered there alone.</summary>
internal sealed class OutputLayer : nn.Module
{
    private readonly Parameter? _weight;
    private readonly Parameter _bias;

    public OutputLayer(ModelConfig config)
        : base(nameof(OutputLayer))
    {
        if (!config.TiedOutput)
        {
            _weight = nn.Parameter(nn.init.xavier_uniform_(zeros(config.VocabularySize, config.Width)));
            register_parameter("weight", _weight);
        }

        _bias = nn.Parameter(zeros(config.VocabularySize));
        register_parameter("bias", _bias);
    }

    public Tensor Project(Tensor readout, Embedding tied) => Precision.Product(readout, _weight ?? tied.weight, _bias);
}
