namespace Seq2SeqService.Core.Tokens;

/// <summary>A piece of a normalised text: its id in the model and the bytes it covers.</summary>
internal readonly record struct EncodedPiece(int Id, int Start, int Length);
