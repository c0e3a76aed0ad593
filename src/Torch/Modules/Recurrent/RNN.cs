using TorchSharp.Modules;
using static TorchSharp.Native.Operators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules
{
    /// <summary>The plain recurrent network (Elman, 1990): h' = φ(W x + b + U h + c), φ tanh or ReLU.</summary>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;
        private readonly string _operator;

        internal RNN(RecurrentSettings settings, nn.NonLinearities nonLinearity, Device? device, ScalarType? dtype)
            : base(nameof(RNN))
        {
            _weights = new RecurrentWeights(this, settings, gates: 1, device, dtype);
            _operator = nonLinearity == nn.NonLinearities.ReLU ? "rnn_relu" : "rnn_tanh";
        }

        /// <summary>Outputs [S,B,H·directions] (batch first: [B,S,..]) and last states [layers·directions,B,H].</summary>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var scope = NewDisposeScope();
            var s = _weights.Settings;
            var (output, last) = CallTwo(_operator + ".input", input, h0 ?? _weights.FirstState(input), _weights.All,
                s.HasBias, s.Layers, s.Dropout, training, s.Bidirectional, s.BatchFirst);
            return (output.MoveToOuterDisposeScope(), last.MoveToOuterDisposeScope());
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var scope = NewDisposeScope();
            var s = _weights.Settings;
            var (output, last) = CallTwo(_operator + ".data", input.data, input.batch_sizes, _weights.FirstState(input, h0), _weights.All,
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
            /// <summary>The φ of an <see cref="Modules.RNN"/>.</summary>
            public enum NonLinearities
            {
                ReLU = 0,
                Tanh = 1,
            }

            public static RNN RNN(
                long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true,
                bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), nonLinearity, device, dtype);
        }
    }
}
