namespace Seq2SeqService.Reliability.Formats;

/// <summary>An input that a reader did not stand.</summary>
/// <param name="Kind">The exception's type, <c>allocates</c> or <c>slow</c>.</param>
/// <param name="Index">Which input of the run it was; with the seed it can be made again.</param>
/// <param name="Input">The input, made as small as it shows the fault.</param>
/// <param name="Detail">The exception, or the figure.</param>
internal sealed record FormatFault(string Kind, long Index, byte[] Input, string Detail);
