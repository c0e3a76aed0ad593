using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>
/// An encoder and a decoder: the border that training and the Torch engine see of every family.
/// Shapes: B batch (rows), S source length, T target length, D width, V vocabulary.
/// </summary>
public abstract class Seq2SeqNetwork(string name, ModelConfig config) : nn.Module(name)
{
    public ModelConfig Config { get; } = config;

    /// <summary>Reads padded sources, ids [B,S], whose real lengths are <paramref name="lengths"/> [B] (on the CPU).</summary>
    public abstract EncodedSource Encode(Tensor source, long[] lengths);

    /// <summary>Teacher forcing: decoder inputs, ids [B,T] beginning with the start token → decoder outputs [B,T,D].</summary>
    public abstract Tensor Decode(EncodedSource encoded, Tensor target);

    /// <summary>Decoder outputs [N,D] → scores of the vocabulary before the softmax [N,V].</summary>
    public abstract Tensor Project(Tensor hidden);

    /// <summary>Weight [V,D] and bias [V] behind <see cref="Project"/>; they may be shared with an embedding.</summary>
    public abstract (Tensor Weight, Tensor Bias) OutputLayer { get; }

    /// <summary>Takes over tables of a checkpoint that are not learned, such as stored positions.</summary>
    internal virtual void ReadTables(ModelWeights weights)
    {
    }

    /// <summary>The state before the first step, one row for each source.</summary>
    public abstract DecoderState Start(EncodedSource encoded);

    /// <summary>Feeds one token, ids [B], to every row and moves <paramref name="state"/> on → decoder outputs [B,D].</summary>
    public abstract Tensor Step(Tensor tokens, DecoderState state);
}

/// <summary>What a decoder sees of the sources.</summary>
/// <param name="Hidden">Encoder outputs [B,S,D].</param>
/// <param name="Padding">True where there is no token [B,S].</param>
/// <param name="Final">Last states of a recurrent encoder [B,E], or null.</param>
public sealed record EncodedSource(Tensor Hidden, Tensor Padding, Tensor? Final = null)
{
    public static Tensor PaddingMask(long[] lengths, long longest, Device device)
    {
        using var scope = NewDisposeScope();
        var positions = arange(longest, ScalarType.Int64, device).unsqueeze(0);            // [1,S]
        var ends = tensor(lengths, ScalarType.Int64, device).unsqueeze(1);                 // [B,1]
        return positions.ge(ends).MoveToOuterDisposeScope();                               // [B,S]
    }
}
