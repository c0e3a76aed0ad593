using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [TorchFact]
    public void Places_slices_and_ellipsis_select_as_in_python()
    {
        var x = arange(24).view(2, 3, 4);

        Assert.Equal([4, 5, 6, 7], Values(x[0, 1]));
        Assert.Equal([23], Values(x[-1, -1, -1]));
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], Values(x[0][1..]));
        Assert.Equal([0, 1, 4, 5], Values(x[0, ..2, ..2]));
        Assert.Equal([2, 6, 10, 14, 18, 22], Values(x[TensorIndex.Ellipsis, 2]));
        Assert.Equal([8, 20], Values(x[TensorIndex.Colon, 2, 0]));
        Assert.Equal([1, 3], Values(x[0, 0, TensorIndex.Slice(1, null, 2)]));
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3], Values(x[0, tensor([2L, 0])]));
        Assert.Equal([2, 1, 3, 4], x[TensorIndex.Colon, TensorIndex.Null].shape);
    }

    [TorchFact]
    public void Setting_an_index_writes_through()
    {
        var x = zeros(2, 3);

        x[1] = 1f;
        x[0, 1..] = tensor([5f, 6f]);
        x[0, 0] = 4f;

        Assert.Equal([4, 5, 6, 1, 1, 1], x.data<float>().ToArray());
    }

    [TorchFact]
    public void Integers_stay_integers_in_arithmetic()
    {
        var x = tensor([3L, 4L]);

        Assert.Equal(ScalarType.Int64, (x + 1).dtype);
        Assert.Equal(ScalarType.Int64, (x * 2).dtype);
        Assert.Equal(ScalarType.Int64, x.remainder(2).dtype);
        Assert.Equal([1, 2], x.div((Scalar)2, RoundingMode.floor).data<long>().ToArray());
        Assert.Equal(ScalarType.Float32, (x + 0.5).dtype);
    }

    private static long[] Values(Tensor tensor) => tensor.contiguous().data<long>().ToArray();
}
