namespace Seq2SeqService.Core.Tokens;

/// <summary>Takes one piece of an encoded text: its id, its bytes in the normalised text, and these bytes, which an unknown piece stands for.</summary>
internal delegate void PieceConsumer(EncodedPiece piece, ReadOnlySpan<byte> surface);
