using System.Runtime.CompilerServices;
using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place of an indexer: a position, a slice, everything, or the ellipsis.</summary>
    public readonly struct TensorIndex
    {
        private TensorIndex(Kind kind) => IndexKind = kind;

        internal enum Kind
        {
            Single,
            Slice,
            Ellipsis,
            Null,
            Tensor,
        }

        public static readonly TensorIndex Colon = Slice();

        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);

        public static readonly TensorIndex Null = new(Kind.Null);

        internal Kind IndexKind { get; }

        internal long Position { get; private init; }

        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long Step { get; private init; }

        internal Tensor? Values { get; private init; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(Kind.Slice) { Start = start, Stop = stop, Step = step ?? 1 };

        public static TensorIndex Single(long? index) => new(Kind.Single) { Position = index ?? 0 };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Tensor value) => new(Kind.Tensor) { Values = value };

        public static implicit operator TensorIndex(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End switch { { IsFromEnd: true, Value: 0 } => null, { IsFromEnd: true } end => -end.Value, var end => end.Value });
    }

    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[long i]
        {
            get => select(0, i);
            set => this[[i]] = value;
        }

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => Index(indices);
            set
            {
                using var scope = NewDisposeScope();
                Index(indices).copy_(value);
            }
        }

        private Tensor Index(TensorIndex[] indices)
        {
            var result = Call("alias", this);
            var dimension = 0L;
            for (var i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                switch (index.IndexKind)
                {
                    case TensorIndex.Kind.Ellipsis:
                        dimension = result.dim() - indices[(i + 1)..].Count(later => later.IndexKind != TensorIndex.Kind.Null);
                        break;
                    case TensorIndex.Kind.Null:
                        result = result.unsqueeze(dimension++);
                        break;
                    case TensorIndex.Kind.Single:
                        result = result.select(dimension, index.Position);
                        break;
                    case TensorIndex.Kind.Tensor:
                        result = result.index_select(dimension++, index.Values!);
                        break;
                    default:
                        result = Call("slice.Tensor", result, dimension++, index.Start, index.Stop, index.Step);
                        break;
                }
            }

            return result;
        }
    }
}
