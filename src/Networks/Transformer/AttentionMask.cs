using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Transformer;

/// <summary>Masks to be added to attention scores: 0 where a query may look, -inf where not; fp32.</summary>
internal static class AttentionMask
{
    /// <summary>-inf where <paramref name="mask"/> is true; same shape.</summary>
    public static Tensor HiddenWhere(Tensor mask)
    {
        using var scope = NewDisposeScope();
        return zeros_like(mask.to(ScalarType.Float32)).masked_fill(mask, float.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>Padding [B,S] is hidden from every query [B,1,1,S].</summary>
    public static Tensor OfSource(Tensor padding)
    {
        using var scope = NewDisposeScope();
        return HiddenWhere(padding).unsqueeze(1).unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>The future is hidden from every position [T,T].</summary>
    public static Tensor OfFuture(long length, Device device)
    {
        using var scope = NewDisposeScope();
        return HiddenWhere(ones(length, length, device: device).triu(1).gt(0)).MoveToOuterDisposeScope();
    }
}
