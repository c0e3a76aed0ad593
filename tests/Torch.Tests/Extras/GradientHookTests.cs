#if !TORCH_PACKAGE
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Extras;

namespace Seq2SeqService.Torch.Tests.Extras;

public sealed class GradientHookTests
{
    [TorchFact]
    public void A_hook_is_called_once_in_a_backward_pass_when_the_whole_gradient_is_there()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.ones([2]);
        weight.requires_grad = true;
        var seen = new List<float>();
        using var hook = new GradientHook(weight, () =>
        {
            using var gradient = weight.grad!;
            seen.Add(gradient.data<float>()[0]);
        });

        ((weight * 2f).sum() + (weight * 3f).sum()).backward();   // used twice, as a shared embedding is
        (weight * 1f).sum().backward();

        Assert.Equal([5f, 6f], seen);
    }

    [TorchFact]
    public void A_hook_that_was_disposed_is_silent()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.ones([2]);
        weight.requires_grad = true;
        var calls = 0;
        var sum = (weight * 2f).sum();
        var hook = new GradientHook(weight, () => calls++);

        hook.Dispose();
        sum.backward();

        Assert.Equal(0, calls);
    }

    [TorchFact]
    public void What_has_no_gradient_has_nothing_to_wait_for()
    {
        using var constant = torch.ones([2]);

        Assert.ThrowsAny<ExternalException>(() => new GradientHook(constant, () => { }));
    }
}
#endif
