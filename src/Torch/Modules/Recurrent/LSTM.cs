using TorchSharp.Modules;
using static TorchSharp.Native.Operators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber, 1997); gates in the order input, forget, cell, output.</summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;

        internal LSTM(RecurrentSettings settings, Device? device, ScalarType? dtype)
            : base(nameof(LSTM)) => _weights = new RecurrentWeights(this, settings, gates: 4, device, dtype);

        /// <summary>Outputs [S,B,H·directions] (batch first: [B,S,..]), last states and last cells [layers·directions,B,H].</summary>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var scope = NewDisposeScope();
            var s = _weights.Settings;
            var (h0, c0) = h0_c0 ?? (_weights.FirstState(input), _weights.FirstState(input));
            var (output, state, cell) = CallThree("lstm.input", input, new[] { h0, c0 }, _weights.All,
                s.HasBias, s.Layers, s.Dropout, training, s.Bidirectional, s.BatchFirst);
            return (output.MoveToOuterDisposeScope(), state.MoveToOuterDisposeScope(), cell.MoveToOuterDisposeScope());
        }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var scope = NewDisposeScope();
            var s = _weights.Settings;
            var first = new[] { _weights.FirstState(input, h0_c0?.Item1), _weights.FirstState(input, h0_c0?.Item2) };
            var (output, state, cell) = CallThree("lstm.data", input.data, input.batch_sizes, first, _weights.All,
                s.HasBias, s.Layers, s.Dropout, training, s.Bidirectional);
            return (
                input.With(output).MoveToOuterDisposeScope(),
                RecurrentWeights.Unsorted(state, input).MoveToOuterDisposeScope(),
                RecurrentWeights.Unsorted(cell, input).MoveToOuterDisposeScope());
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }
    }
}
