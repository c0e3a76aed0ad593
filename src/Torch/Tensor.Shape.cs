using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => Call("view", this, shape);

        public Tensor reshape(params long[] shape) => Call("reshape", this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Call("flatten.using_ints", this, start_dim, end_dim);

        public Tensor transpose(long dim0, long dim1) => Call("transpose.int", this, dim0, dim1);

        public Tensor permute(params long[] permutation) => Call("permute", this, permutation);

        public Tensor t() => Call("t", this);

        public Tensor unsqueeze(long dim) => Call("unsqueeze", this, dim);

        public Tensor squeeze(long? dim = null) => dim is { } one ? Call("squeeze.dim", this, one) : Call("squeeze", this);

        public Tensor expand(params long[] sizes) => Call("expand", this, sizes);

        public Tensor narrow(long dim, long start, long length) => Call("narrow", this, dim, start, length);

        public Tensor select(long dim, long index) => Call("select.int", this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Call("slice.Tensor", this, dim, start, finish, step);

        public Tensor index_select(long dim, Tensor index) => Call("index_select", this, dim, index);

        public Tensor gather(long dim, Tensor index) => Call("gather", this, dim, index);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => CallInPlace("scatter_.src", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => CallInPlace("scatter_add_", this, dim, index, src);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Call("repeat_interleave.self_int", this, repeats, dim, output_size);

        public Tensor contiguous() => Call("contiguous", this);

        public Tensor clone() => Call("clone", this);

        public Tensor alias() => Call("alias", this);

        public Tensor detach() => Call("detach", this);

        public Tensor copy_(Tensor source, bool non_blocking = false) => CallInPlace("copy_", this, source, non_blocking);

        public Tensor zero_() => CallInPlace("zero_", this);

        public Tensor fill_(Scalar value) => CallInPlace("fill_.Scalar", this, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => Call("masked_fill.Scalar", this, mask, value);

        public Tensor triu(long diagonal = 0) => Call("triu", this, diagonal);

        public Tensor tril(long diagonal = 0) => Call("tril", this, diagonal);

        public Tensor flip(params long[] dims) => Call("flip", this, dims);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = Call("to.dtype", this, type, non_blocking, copy);
            if (disposeAfter)
                Dispose();
            return result;
        }

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            ArgumentNullException.ThrowIfNull(device);
            var result = Call("to.device", this, device, dtype, non_blocking, copy);
            if (disposeAfter)
                Dispose();
            return result;
        }

        public Tensor cpu() => to(CPU);

        public Tensor[] chunk(long chunks, long dim = 0) => CallMany("chunk", (int)chunks, this, chunks, dim);

        public Tensor[] unbind(int dimension = 0) => CallMany("unbind.int", (int)size(dimension), this, (long)dimension);
    }
}
