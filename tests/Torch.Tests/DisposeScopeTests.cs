using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests;

public sealed class DisposeScopeTests
{
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [TorchFact]
    public void A_scope_disposes_what_was_made_inside_it()
    {
        var before = Live;
        Tensor inside;

        using (NewDisposeScope())
        {
            inside = zeros(2, 3) + 1;
            Assert.Equal(before + 2, Live);
        }

        Assert.Equal(before, Live);
        Assert.True(inside.IsInvalid);
    }

    [TorchFact]
    public void Inner_scopes_leave_the_tensors_of_outer_ones_alone()
    {
        var before = Live;

        using (NewDisposeScope())
        {
            var outer = ones(2, 2);
            using (NewDisposeScope())
                _ = outer * 2;

            Assert.Equal(before + 1, Live);
            Assert.False(outer.IsInvalid);
        }

        Assert.Equal(before, Live);
    }

    [TorchFact]
    public void A_moved_tensor_lives_as_long_as_the_outer_scope()
    {
        var before = Live;
        Tensor moved;

        using (NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
                moved = inner.MoveToOuter(ones(2, 2));

            Assert.Equal(4, moved.sum().item<float>());
        }

        Assert.True(moved.IsInvalid);
        Assert.Equal(before, Live);
    }

    [TorchFact]
    public void A_tensor_moved_out_of_the_outermost_scope_belongs_to_its_holder()
    {
        var before = Live;
        Tensor moved;

        using (NewDisposeScope())
            moved = ones(2, 2).MoveToOuterDisposeScope();

        Assert.False(moved.IsInvalid);
        moved.Dispose();
        Assert.Equal(before, Live);
    }

    [TorchFact]
    public void A_detached_tensor_outlives_every_scope()
    {
        var before = Live;
        Tensor detached;

        using (NewDisposeScope())
        {
            using (NewDisposeScope())
                detached = ones(2, 2).DetachFromDisposeScope();
        }

        Assert.False(detached.IsInvalid);
        detached.Dispose();
        Assert.Equal(before, Live);
    }

    [TorchFact]
    public void Disposing_twice_is_disposing_once()
    {
        var before = Live;

        using (NewDisposeScope())
        {
            var tensor = ones(2, 2);
            tensor.Dispose();
            tensor.Dispose();
        }

        Assert.Equal(before, Live);
    }

    [TorchFact]
    public void Scopes_may_close_in_any_order()
    {
        var before = Live;
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var early = ones(2, 2);
        outer.Dispose();
        var moved = inner.MoveToOuter(early);
        var late = ones(2, 2);

        inner.Dispose();

        Assert.True(late.IsInvalid);
        Assert.False(moved.IsInvalid);
        moved.Dispose();
        Assert.Equal(before, Live);
    }

    [TorchFact]
    public void Each_thread_has_scopes_of_its_own()
    {
        using var scope = NewDisposeScope();
        var kept = false;

        var other = new Thread(() =>
        {
            using var tensor = ones(2, 2);
            kept = scope.DisposablesCount == 0;
        });
        other.Start();
        other.Join();

        Assert.True(kept);
    }

    [TorchFact]
    public void A_parameter_takes_its_tensor_over_and_belongs_to_no_scope()
    {
        nn.Module<Tensor, Tensor> layer;
        Tensor data;

        using (NewDisposeScope())
        {
            data = ones(2, 2);
            _ = nn.Parameter(data);
            layer = nn.Linear(2, 2);
        }

        Assert.True(data.IsInvalid);
        Assert.All(layer.parameters(), parameter => Assert.False(parameter.IsInvalid));
        layer.Dispose();
        Assert.All(layer.parameters(), parameter => Assert.True(parameter.IsInvalid));
    }
}
