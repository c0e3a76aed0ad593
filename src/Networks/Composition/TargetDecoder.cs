using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Composition;

/// <summary>Writes targets from what any <see cref="SourceEncoder"/> read: the other half of an <see cref="EncoderDecoderNetwork"/>.</summary>
internal abstract class TargetDecoder(string name) : nn.Module(name)
{
    /// <summary>All inputs at once, ids [B,T] → outputs [B,T,D].</summary>
    public abstract Tensor Decode(EncodedSource encoded, Tensor target);

    public abstract DecoderState Start(EncodedSource encoded);

    /// <summary>One input for each row, ids [B] → outputs [B,D].</summary>
    public abstract Tensor Step(Tensor tokens, DecoderState state);
}
