using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent.Attention;

/// <summary>What an attention reads of the sources at every step.</summary>
/// <param name="Keys">[B,S,..], or [B,N,S,..] of N heads.</param>
/// <param name="Values">As <paramref name="Keys"/>.</param>
/// <param name="Padding">True where there is no token [B,S].</param>
internal sealed record SourceMemory(Tensor Keys, Tensor Values, Tensor Padding);
