using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Convolutional;

/// <summary>What every layer of a convolutional decoder attends to, keys and values [B,S,D].</summary>
/// <param name="Padding">True where there is no token [B,S].</param>
internal sealed record ConvSource(Tensor Keys, Tensor Values, Tensor Padding);

/// <summary>Makes the decoder's keys and values of any encoder's outputs; outputs of another width E are projected.</summary>
internal sealed class ConvMemory : nn.Module
{
    private readonly Linear? _key;
    private readonly Linear? _value;

    public ConvMemory(ModelConfig config)
        : base(nameof(ConvMemory))
    {
        if (config.EncoderOutputs == config.Width)
            return;

        _key = Layers.Linear(config.EncoderOutputs, config.Width, bias: false);
        _value = Layers.Linear(config.EncoderOutputs, config.Width, bias: false);
        register_module("key", _key);
        register_module("value", _value);
    }

    public ConvSource Of(EncodedSource encoded) => new(
        Project(_key, encoded.Hidden), Project(_value, encoded.Values ?? encoded.Hidden), encoded.Padding);

    private static Tensor Project(Linear? layer, Tensor x) => layer is null ? x : Precision.Apply(layer, x);   // [B,S,E] → [B,S,D]
}
