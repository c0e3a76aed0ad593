using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What a loss does with the elements' losses, numbered as in libtorch.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            max_norm is null && !scale_grad_by_freq && !sparse
                ? new(num_embeddings, embedding_dims, padding_idx, device, dtype)
                : throw new NotSupportedException("This binding's Embedding knows no max_norm, scale_grad_by_freq or sparse gradients.");

        public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            elementwise_affine && bias
                ? new(normalized_shape, eps, device, dtype)
                : throw new NotSupportedException("This binding's LayerNorm always has weight and bias.");

        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p);

        /// <summary>Layers without state.</summary>
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weight, Tensor? bias = null) => Call("linear", input, weight, bias);

            internal static Tensor embedding(Tensor x, Tensor weight, long? padding_idx = null) => Call("embedding", weight, x, padding_idx ?? -1);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Call("layer_norm", input, normalized_shape, weight, bias, eps);

            /// <summary>On the CPU by a kernel of our own: libtorch throws its coins one by one, in one thread.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                training && p is > 0 and < 1 ? Kernels.Dropout(input, p) : Call("dropout", input, p, training);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Call("softmax.int", input, dim, dtype);

            public static Tensor log_softmax(Tensor input, long dim) => Call("log_softmax.int", input, dim);

            public static Tensor relu(Tensor input, bool inplace = false) => Call("relu", input);

            public static Tensor gelu(Tensor x) => Call("gelu", x);

            public static Tensor silu(Tensor x, bool inplace = false) => Call("silu", x);

            public static Tensor glu(Tensor input, long dim = -1) => Call("glu", input, dim);

            public static Tensor tanh(Tensor x, bool inplace = false) => Call("tanh", x);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                mode == PaddingModes.Constant
                    ? Call("constant_pad_nd", input, pad, value)
                    : throw new NotSupportedException("This binding pads with a constant only.");

            /// <summary>Cross-entropy of class indexes, with label smoothing (Szegedy et al., 2016).</summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Call("cross_entropy_loss", input, target, weight, (long)reduction, ignore_index, label_smoothing);
        }

        /// <summary>First values of parameters, written in place.</summary>
        public static class init
        {
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Fill("uniform_", tensor, low, high);

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Fill("normal_", tensor, mean, std);

            public static Tensor zeros_(Tensor tensor)
            {
                using var still = no_grad();
                return tensor.zero_();
            }

            /// <summary>Uniform in ±gain·√(6 / (fan in + fan out)) (Glorot and Bengio, 2010).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanOut, fanIn) = (tensor.size(0), tensor.size(1));
                var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return Fill("uniform_", tensor, -bound, bound);
            }

            private static Tensor Fill(string name, Tensor tensor, double first, double second)
            {
                using var still = no_grad();
                return CallInPlace(name, tensor, first, second);
            }
        }

        public static partial class utils
        {
            /// <summary>Scales all gradients so that their joint norm is at most <paramref name="max_norm"/>; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> parameters, double max_norm, double norm_type = 2.0)
            {
                if (norm_type != 2.0)
                    throw new NotSupportedException("This binding clips by the Euclidean norm only.");

                using var still = no_grad();
                using var scope = NewDisposeScope();
                var grads = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
                if (grads.Count == 0)
                    return 0;

                var total = stack(grads.Select(grad => grad.norm())).norm().item<float>();
                var scale = max_norm / (total + 1e-6);
                if (scale < 1)
                {
                    foreach (var grad in grads)
                        grad.mul_((Scalar)scale);
                }

                return total;
            }
        }
    }
}
