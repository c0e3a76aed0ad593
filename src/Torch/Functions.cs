using TorchSharp.Native;
using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Call("cat", tensors.ToArray(), dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Call("stack", tensors.ToArray(), dim);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Call("where.self", condition, x, y);

    public static Tensor bmm(Tensor batch1, Tensor batch2) => Call("bmm", batch1, batch2);

    public static Tensor matmul(Tensor input, Tensor target) => Call("matmul", input, target);

    public static Tensor maximum(Tensor input, Tensor other) => Call("maximum", input, other);

    /// <summary>Draws by the default generator; <paramref name="generator"/> may only be that one.</summary>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        Call("multinomial", input, num_samples, replacement);

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Threads that one operator may use, in libtorch and in the BLAS beneath it.</summary>
    public static void set_num_threads(int num)
    {
        NativeMethods.Check(NativeMethods.s2s_set_num_threads(num));
        LibtorchLoader.SetBlasThreads(num);
    }

    public static int get_num_threads() => NativeMethods.s2s_get_num_threads();

    /// <summary>Until disposed, the calling thread records nothing for gradients.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static bool is_grad_enabled() => NativeMethods.s2s_grad_enabled() != 0;

    /// <summary>Until disposed, tensors made by the calling thread can never take part in gradients.</summary>
    public static IDisposable inference_mode(bool mode = true) => mode ? new InferenceMode() : new GradMode(is_grad_enabled());

    /// <summary>Random numbers.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.s2s_manual_seed(seed));
            return new Generator(seed);
        }
    }

    /// <summary>The default generator after it was seeded.</summary>
    public sealed class Generator
    {
        private readonly long _seed;

        internal Generator(long seed) => _seed = seed;

        public long initial_seed() => _seed;
    }

    /// <summary>NVIDIA devices.</summary>
    public static class cuda
    {
        public static bool is_available() => NativeMethods.s2s_cuda_is_available() != 0;
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        public GradMode(bool enabled) => NativeMethods.s2s_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.s2s_set_grad_enabled(_before ? 1 : 0);
    }

    private sealed class InferenceMode : IDisposable
    {
        private nint _guard;

        public InferenceMode() => NativeMethods.Check(NativeMethods.s2s_inference_mode_enter(out _guard));

        public void Dispose()
        {
            if (_guard != 0)
                NativeMethods.s2s_inference_mode_leave(_guard);
            _guard = 0;
        }
    }
}
