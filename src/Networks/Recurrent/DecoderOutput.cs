using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>
/// The output layer below the vocabulary: the readout tanh(W [h; c; e] + b) of the top state, the context and the embedding [..,D], or of the
/// state alone where nothing stands beside it.
/// </summary>
internal sealed class DecoderOutput(ModelConfig config, int context)
{
    /// <summary>W [D,H+C+D] or [D,H].</summary>
    public Linear Readout { get; } = Layers.Linear(context > 0 ? config.DecoderHidden + context + config.Width : config.DecoderHidden, config.Width);

    public Dropout Dropout { get; } = nn.Dropout(config.Dropout);

    /// <summary>State [..,H], context [..,C] and embedding [..,D] → [..,D].</summary>
    public Tensor Of(Tensor state, Tensor? found, Tensor embedded) =>
        Dropout.forward(Precision.Apply(Readout, context > 0 ? cat([state, found!, embedded], -1) : state).tanh());
}
