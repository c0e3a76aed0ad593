using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks;

/// <summary>Rows in the middle of decoding. Its tensors belong to it and to no scope.</summary>
public abstract class DecoderState : IDisposable
{
    /// <summary>New row i is old row <paramref name="rows"/>[i], ids [N].</summary>
    public abstract void Select(Tensor rows);

    /// <summary>Takes the rows of <paramref name="other"/>, a state of the same network, behind its own.</summary>
    public abstract void Append(DecoderState other);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Puts <paramref name="value"/> in the place of <paramref name="held"/>, which is disposed.</summary>
    protected static void Replace(ref Tensor held, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        held?.Dispose();
        held = value.DetachFromDisposeScope();
    }
}
