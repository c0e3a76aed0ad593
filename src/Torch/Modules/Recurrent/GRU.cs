using TorchSharp.Modules;
using static TorchSharp.Native.Operators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Gated recurrent units (Cho et al., 2014) in PyTorch's form, the reset gate behind the product: n = tanh(W x + b + r·(U h + c)),
    /// h' = (1 − z)·n + z·h; gates in the order r, z, n.
    /// </summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;

        internal GRU(RecurrentSettings settings, Device? device, ScalarType? dtype)
            : base(nameof(GRU)) => _weights = new RecurrentWeights(this, settings, gates: 3, device, dtype);

        /// <summary>Outputs [S,B,H·directions] (batch first: [B,S,..]) and last states [layers·directions,B,H].</summary>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var scope = NewDisposeScope();
            var s = _weights.Settings;
            var (output, last) = CallTwo("gru.input", input, h0 ?? _weights.FirstState(input), _weights.All,
                s.HasBias, s.Layers, s.Dropout, training, s.Bidirectional, s.BatchFirst);
            return (output.MoveToOuterDisposeScope(), last.MoveToOuterDisposeScope());
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var scope = NewDisposeScope();
            var s = _weights.Settings;
            var (output, last) = CallTwo("gru.data", input.data, input.batch_sizes, _weights.FirstState(input, h0), _weights.All,
                s.HasBias, s.Layers, s.Dropout, training, s.Bidirectional);
            return (input.With(output).MoveToOuterDisposeScope(), RecurrentWeights.Unsorted(last, input).MoveToOuterDisposeScope());
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }
    }
}
