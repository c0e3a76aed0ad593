using TorchSharp.Modules;
using static TorchSharp.Native.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Convolution over the last dimension: [B,C,S] → [B,C',S'].</summary>
    public sealed class Conv1d : nn.Module<Tensor, Tensor>
    {
        private readonly long _stride;
        private readonly long _padding;
        private readonly long _dilation;
        private readonly long _groups;

        internal Conv1d(long inputs, long outputs, long kernel, (long Stride, long Padding, long Dilation, long Groups) steps, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d))
        {
            (_stride, _padding, _dilation, _groups) = steps;
            var bound = 1 / Math.Sqrt((double)inputs / _groups * kernel);
            weight = nn.Parameter(nn.init.uniform_(empty([outputs, inputs / _groups, kernel], dtype, device), -bound, bound));
            register_parameter("weight", weight);
            if (!hasBias)
                return;
            bias = nn.Parameter(nn.init.uniform_(empty([outputs], dtype, device), -bound, bound));
            register_parameter("bias", bias);
        }

        public Parameter weight { get; }

        public Parameter? bias { get; }

        public override Tensor forward(Tensor input) => nn.functional.conv1d(input, weight, bias, _stride, _padding, _dilation, _groups);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                padding_mode == PaddingModes.Zeros
                    ? new(in_channels, out_channels, kernel_size, (stride, padding, dilation, groups), bias, device, dtype)
                    : throw new NotSupportedException("This binding's convolutions pad with zeros only.");

            public static partial class functional
            {
                public static Tensor conv1d(
                    Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                    Call("conv1d", input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, groups);
            }
        }
    }
}
