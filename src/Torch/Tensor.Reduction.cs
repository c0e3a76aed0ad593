using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Call("sum", this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Call("sum.dim_IntList", this, new[] { dim }, keepdim, type);

        public Tensor mean() => Call("mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Call("mean.dim", this, dimensions, keepdim, type);

        public Tensor max() => Call("max", this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => CallTwo("max.dim", this, dim, keepdim);

        public Tensor min() => Call("min", this);

        public Tensor all() => Call("all", this);

        public Tensor any() => Call("any", this);

        public Tensor argmax() => Call("argmax", this);

        public Tensor argmax(long dim, bool keepdim = false) => Call("argmax", this, dim, keepdim);

        internal Tensor norm() => Call("norm.Scalar", this);

        public Tensor cumsum(long dim, ScalarType? type = null) => Call("cumsum", this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => Call("logsumexp", this, new[] { dim }, keepdim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Call("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Call("log_softmax.int", this, dim, dtype);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            CallTwo("topk", this, (long)k, (long)dim, largest, sorted);
    }
}
