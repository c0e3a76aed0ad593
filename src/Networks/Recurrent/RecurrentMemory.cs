using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Recurrent;

/// <summary>What the attention reads of the sources at every step.</summary>
/// <param name="Keys">W_k h_s + b [B,S,H].</param>
/// <param name="Values">Encoder outputs h_s [B,S,E].</param>
/// <param name="Padding">True where there is no token [B,S].</param>
internal sealed record RecurrentMemory(Tensor Keys, Tensor Values, Tensor Padding);
