namespace Seq2SeqService.Core.Tokens;

/// <summary>One entry of a SentencePiece vocabulary; its id is its place in the model's list.</summary>
public readonly record struct SentencePiece(string Text, float Score, PieceType Type);
