using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Composition;

/// <summary>Reads sources: one half of an <see cref="EncoderDecoderNetwork"/>.</summary>
internal abstract class SourceEncoder(string name) : nn.Module(name)
{
    /// <summary>Ids [B,S] with their real lengths [B] → outputs [B,S,E].</summary>
    public abstract EncodedSource Encode(Tensor source, long[] lengths);
}
