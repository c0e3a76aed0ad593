namespace Seq2SeqService.Core.Tokens;

/// <summary>Takes one piece of an encoded text: its id, and the UTF-8 text that an unknown piece stands for.</summary>
internal delegate void PieceConsumer(int id, ReadOnlySpan<byte> surface);
