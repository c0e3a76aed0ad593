namespace TorchSharp.Modules;

/// <summary>A tensor that an optimizer changes; it belongs to its module and to no scope.</summary>
public sealed class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base((data ?? throw new ArgumentNullException(nameof(data))).TakeHandle())
    {
        DetachFromDisposeScope();
        this.requires_grad = requires_grad;
    }
}
