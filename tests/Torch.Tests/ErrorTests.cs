using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Mistakes by name, each with a word that its message must hold.</summary>
    private static readonly Dictionary<string, (Action Make, string Word)> Mistakes = new(StringComparer.Ordinal)
    {
        ["matmul of shapes that do not fit"] = (() => ones(2, 3).matmul(ones(2, 3)), "shape"),
        ["bmm of shapes that do not fit"] = (() => bmm(zeros([2, 3, 4]), zeros([2, 3, 4])), "batch2"),
        ["linear of widths that do not fit"] = (() => nn.functional.linear(ones(2, 3), ones(5, 4)), "shape"),
        ["a sum of shapes that do not fit"] = (() => _ = ones(2, 3) + ones(2, 4), "size"),
        ["index_select beyond the end"] = (() => ones(2, 3).index_select(0, tensor([7L])), "index"),
        ["embedding beyond the table"] = (() => nn.Embedding(4, 2).forward(tensor([9L])), "index"),
        ["select beyond the end"] = (() => ones(2, 3).select(0, 2), "index"),
        ["narrow beyond the end"] = (() => ones(2, 3).narrow(1, 2, 5), "exceeds"),
        ["a view of another size"] = (() => ones(2, 3).view(4, 4), "invalid"),
        ["a view of a transposed tensor"] = (() => ones(2, 3).transpose(0, 1).view(6), "contiguous"),
        ["backward of a tensor without a graph"] = (() => ones(2, 3).sum().backward(), "grad"),
        ["backward of many numbers"] = (() => zeros([3], requires_grad: true).mul((Scalar)2).backward(), "scalar"),
        ["backward twice"] = (BackwardTwice, "second time"),
        ["cross entropy of a class that is none"] = (() => nn.functional.cross_entropy(ones(2, 3), tensor([1L, 5L])), "Target"),
        ["a real index"] = (() => ones(2, 3).index_select(0, tensor([0f])), "index"),
        ["a product of different element types"] = (() => ones(2, 2).matmul(ones(2, 2, ScalarType.Float64)), "dtype|same|type"),
        ["a gradient of integers"] = (() => zeros([2], ScalarType.Int64, requires_grad: true), "floating"),
        ["writing to a leaf that asks for gradients"] = (() => zeros([2], requires_grad: true).add_((Scalar)1), "leaf"),
        ["lengths that do not fall"] = (() => nn.utils.rnn.pack_padded_sequence(zeros([2, 3, 1]), tensor([1L, 3L]), batch_first: true), "sorted"),
        ["a length of zero"] = (() => nn.utils.rnn.pack_padded_sequence(zeros([2, 3, 1]), tensor([3L, 0L]), batch_first: true), "0"),
        ["more memory than there is"] = (() => zeros([1L << 60]), "memory|allocate|overflow|size"),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    public void Dispose() => _scope.Dispose();

    [TorchTheory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_an_exception_with_a_short_message(string name)
    {
        var (make, word) = Mistakes[name];

        var error = Assert.ThrowsAny<Exception>(make);

        Assert.True(error is ExternalException or InsufficientMemoryException, error.GetType().Name);
        Assert.Matches($"(?i){word}", error.Message);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 10, 500);
    }

    [TorchFact]
    public void A_thread_that_made_a_mistake_goes_on()
    {
        for (var i = 0; i < 3; i++)
            Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));

        Assert.Equal(6, ones(2, 3).sum().item<float>());
    }

    [TorchFact]
    public void A_disposed_tensor_says_so()
    {
        var gone = ones(2, 2);
        var there = ones(2, 2);
        gone.Dispose();

        Assert.Throws<InvalidOperationException>(() => gone.shape);
        Assert.Throws<InvalidOperationException>(() => gone.sum());
        Assert.Throws<InvalidOperationException>(() => there + gone);
        Assert.Throws<InvalidOperationException>(() => cat([there, gone]));
        var error = Assert.Throws<InvalidOperationException>(() => gone.item<float>());
        Assert.Equal("Tensor invalid -- empty handle.", error.Message);
    }

    [TorchFact]
    public void An_item_needs_exactly_one_element_of_its_type()
    {
        Assert.Throws<InvalidOperationException>(() => ones(2, 2).item<float>());
        Assert.Throws<ArgumentException>(() => ones(1, 1).item<long>());
    }

    private static void BackwardTwice()
    {
        var x = zeros([2], requires_grad: true);
        var loss = (x * x).sum();
        loss.backward();
        loss.backward();
    }
}
