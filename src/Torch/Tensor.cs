using System.Runtime.CompilerServices;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor of libtorch. Its native memory goes with <see cref="Dispose()"/>, with the <see cref="DisposeScope"/> it was made in,
    /// or, as a last net, with the finalizer.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            DisposeScopeManager.Statistics.ThreadTotalLiveCount++;
            DisposeScopeManager.Current?.Add(this);
        }

        ~Tensor() => Release();

        internal nint Handle => _handle != 0
            ? _handle
            : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? OwningScope { get; set; }

        internal int ScopeSlot { get; set; }

        public bool IsInvalid => _handle == 0;

        public long[] shape
        {
            get
            {
                var sizes = new long[dim()];
                for (var i = 0; i < sizes.Length; i++)
                    sizes[i] = NativeMethods.s2s_tensor_size(Handle, i);
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)NativeMethods.s2s_tensor_scalar_type(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public Device device
        {
            get
            {
                var type = (DeviceType)NativeMethods.s2s_tensor_device(Handle, out var index);
                GC.KeepAlive(this);
                return new Device(type, type == DeviceType.CPU ? -1 : index);
            }
        }

        public bool requires_grad
        {
            get
            {
                var required = NativeMethods.s2s_tensor_requires_grad(Handle) != 0;
                GC.KeepAlive(this);
                return required;
            }
            set
            {
                NativeMethods.Check(NativeMethods.s2s_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>The gradient gathered by <see cref="backward"/>, a new wrapper at each call, or null; null takes it away.</summary>
        public Tensor? grad
        {
            get
            {
                NativeMethods.Check(NativeMethods.s2s_tensor_grad(Handle, out var grad));
                GC.KeepAlive(this);
                return grad == 0 ? null : new Tensor(grad);
            }
            set
            {
                if (value is not null)
                    throw new NotSupportedException("A gradient can only be taken away: set it to null.");
                NativeMethods.Check(NativeMethods.s2s_tensor_clear_grad(Handle));
                GC.KeepAlive(this);
            }
        }

        /// <summary>The raw elements of a contiguous tensor on the CPU, valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (device.type != DeviceType.CPU)
                    throw new InvalidOperationException("Only a tensor on the CPU shows its bytes; call cpu() first.");
                if (NativeMethods.s2s_tensor_is_contiguous(Handle) == 0)
                    throw new InvalidOperationException("Only a contiguous tensor shows its bytes; call contiguous() first.");

                NativeMethods.Check(NativeMethods.s2s_tensor_data(Handle, out var data));
                return new Span<byte>(data, checked((int)(numel() * ElementSize(dtype))));
            }
        }

        public long dim()
        {
            var dimensions = NativeMethods.s2s_tensor_dimensions(Handle);
            GC.KeepAlive(this);
            return dimensions;
        }

        public long size(int dimension)
        {
            var dimensions = dim();
            ArgumentOutOfRangeException.ThrowIfLessThan(dimension, -dimensions);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dimension, dimensions);
            return shape[dimension < 0 ? dimension + dimensions : dimension];
        }

        public long numel()
        {
            var count = 1L;
            foreach (var size in shape)
                count *= size;
            return count;
        }

        public bool is_contiguous() => NativeMethods.s2s_tensor_is_contiguous(Handle) != 0;

        public void backward()
        {
            NativeMethods.Check(NativeMethods.s2s_tensor_backward(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Typed view of the elements; the tensor must be contiguous, on the CPU and of that type.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged => new(this);

        public T item<T>()
            where T : unmanaged
        {
            if (numel() != 1)
                throw new InvalidOperationException($"Only a tensor of one element has an item; this one has {numel()}.");

            using var scope = NewDisposeScope();
            return cpu().contiguous().data<T>()[0];
        }

        public Tensor MoveToOuterDisposeScope() => OwningScope is { } scope ? scope.MoveToOuter(this) : this;

        public Tensor DetachFromDisposeScope() => OwningScope is { } scope ? scope.Detach(this) : this;

        public override string ToString() => IsInvalid ? "Tensor (disposed)" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public void Dispose()
        {
            OwningScope?.Remove(this);
            if (_handle != 0)
                DisposeScopeManager.Statistics.ThreadTotalLiveCount--;
            Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Gives the native tensor to a new owner and leaves this wrapper empty.</summary>
        internal nint TakeHandle()
        {
            var handle = Handle;
            OwningScope?.Remove(this);
            _handle = 0;
            DisposeScopeManager.Statistics.ThreadTotalLiveCount--;
            return handle;
        }

        internal static int ElementSize(ScalarType type) => type switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            _ => 8,
        };

        internal static ScalarType ScalarTypeOf<T>() =>
            typeof(T) == typeof(float) ? ScalarType.Float32
            : typeof(T) == typeof(double) ? ScalarType.Float64
            : typeof(T) == typeof(long) ? ScalarType.Int64
            : typeof(T) == typeof(int) ? ScalarType.Int32
            : typeof(T) == typeof(short) ? ScalarType.Int16
            : typeof(T) == typeof(sbyte) ? ScalarType.Int8
            : typeof(T) == typeof(byte) ? ScalarType.Byte
            : typeof(T) == typeof(bool) ? ScalarType.Bool
            : typeof(T) == typeof(Half) ? ScalarType.Float16
            : throw new NotSupportedException($"No tensor holds elements of the type {typeof(T)}.");

        private void Release()
        {
            if (_handle == 0)
                return;
            NativeMethods.s2s_tensor_free(_handle);
            _handle = 0;
        }
    }
}
