namespace Seq2SeqService.Inference.Decoding;

/// <summary>An output in the making.</summary>
/// <param name="Node">Its last token in the group's <see cref="TokenTree"/>; <see cref="TokenTree.Root"/> where nothing has been said yet.</param>
/// <param name="LastToken">What the decoder is fed next; the start token where nothing has been said yet.</param>
/// <param name="Sum">Σ log p of the tokens said so far.</param>
internal readonly record struct LiveHypothesis(int Node, int LastToken, double Sum);
