using Seq2SeqService.Networks.Transformer;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.LanguageModels;

/// <summary>What the target's tokens look at of the sources: keys and values of each layer [B,H,S,K].</summary>
internal sealed record PrefixSource(Tensor Hidden, Tensor Padding, IReadOnlyList<KeysValues> Memory) : EncodedSource(Hidden, Padding);
