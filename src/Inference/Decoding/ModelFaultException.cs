namespace Seq2SeqService.Inference.Decoding;

/// <summary>A network gave numbers that cannot be decoded, such as a probability that is not a number. The message names the model.</summary>
public sealed class ModelFaultException(string message) : Exception(message);
