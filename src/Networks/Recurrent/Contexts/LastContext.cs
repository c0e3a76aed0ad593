using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Contexts;

/// <summary>The last hidden state (of both directions, where there are two); an encoder without states gives its output at the last token.</summary>
internal sealed class LastContext() : SourceContext(nameof(LastContext))
{
    public override Tensor Of(EncodedSource encoded) => encoded.Last();                    // [B,E]
}
