using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>What a decoder sees of the sources.</summary>
/// <param name="Hidden">Encoder outputs [B,S,E].</param>
/// <param name="Padding">True where there is no token [B,S].</param>
/// <param name="Final">Last states of a recurrent encoder [B,E], or null.</param>
public record EncodedSource(Tensor Hidden, Tensor Padding, Tensor? Final = null)
{
    /// <summary>What a convolutional decoder mixes of a convolutional encoder [B,S,D] (Gehring et al., 2017), or null: the outputs themselves.</summary>
    public Tensor? Values { get; init; }

    /// <summary>Last states of all layers of a recurrent encoder that reads in one direction, hidden states and then cells [B,L·H or 2L·H], or null.</summary>
    public Tensor? States { get; init; }

    public static Tensor PaddingMask(long[] lengths, long longest, Device device)
    {
        using var scope = NewDisposeScope();
        var positions = arange(longest, ScalarType.Int64, device).unsqueeze(0);            // [1,S]
        var ends = tensor(lengths, ScalarType.Int64, device).unsqueeze(1);                 // [B,1]
        return positions.ge(ends).MoveToOuterDisposeScope();                               // [B,S]
    }

    /// <summary>The last states, or the outputs at the last tokens where the encoder has no states [B,E].</summary>
    internal Tensor Last()
    {
        if (Final is not null)
            return Final;

        using var scope = NewDisposeScope();
        var last = Lengths() - 1;                                                          // [B]
        var places = last.view(-1, 1, 1).expand(Hidden.shape[0], 1, Hidden.shape[2]);      // [B,1,E]
        return Hidden.gather(1, places).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>Tokens of each source [B].</summary>
    internal Tensor Lengths() => Lengths(Padding);

    /// <summary>Places of each row that are not <paramref name="padding"/> [B,S] → [B].</summary>
    internal static Tensor Lengths(Tensor padding)
    {
        using var scope = NewDisposeScope();
        return padding.logical_not().to(ScalarType.Int64).sum(dim: 1).MoveToOuterDisposeScope();
    }
}
