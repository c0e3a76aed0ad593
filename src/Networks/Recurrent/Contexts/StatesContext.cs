using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Contexts;

/// <summary>The last states of every layer, to be the first states of the decoder's layers (Sutskever et al., 2014).</summary>
internal sealed class StatesContext() : SourceContext(nameof(StatesContext))
{
    public override Tensor Of(EncodedSource encoded) => encoded.States!;                   // [B,L·H or 2L·H]
}
