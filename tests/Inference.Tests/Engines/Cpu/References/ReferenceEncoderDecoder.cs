namespace Seq2SeqService.Inference.Tests.Engines.Cpu.References;

/// <summary>Any encoder with any decoder.</summary>
internal sealed class ReferenceEncoderDecoder(IReferenceEncoder encoder, IReferenceDecoder decoder) : IReferenceModel
{
    public ReferenceStep[] Decode(int[] source, int[] target) => decoder.Decode(encoder.Encode(source), target);
}

/// <summary>Reads one source.</summary>
internal interface IReferenceEncoder
{
    ReferenceSource Encode(int[] source);
}

/// <summary>Writes one target, given token by token.</summary>
internal interface IReferenceDecoder
{
    ReferenceStep[] Decode(ReferenceSource source, int[] target);
}

/// <summary>Outputs [S][E], what a convolutional decoder mixes of them [S][E] (the outputs themselves except behind convolutions), and the last state [E].</summary>
/// <param name="States">Last states of all layers of a recurrent encoder in one direction: hidden states, then cells.</param>
internal sealed record ReferenceSource(double[][] Hidden, double[][] Values, double[] Last, double[]? States = null);
