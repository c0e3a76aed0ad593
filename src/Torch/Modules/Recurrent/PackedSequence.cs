using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of unequal length without their padding.</summary>
            public static class rnn
            {
                /// <summary>Takes the padding out of <paramref name="input"/>; <paramref name="lengths"/> are on the CPU, falling if <paramref name="enforce_sorted"/>.</summary>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    ArgumentNullException.ThrowIfNull(input);
                    ArgumentNullException.ThrowIfNull(lengths);
                    using var scope = NewDisposeScope();
                    if (enforce_sorted)
                        return Pack(input, lengths, batch_first, null, null);

                    var (sorted, order) = CallTwo("sort", lengths, 0L, true);
                    var there = order.to(input.device);
                    return Pack(input.index_select(batch_first ? 0 : 1, there), sorted, batch_first, there, Call("argsort", there));
                }

                /// <summary>The reverse: padded sequences in their first order, and their lengths.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    ArgumentNullException.ThrowIfNull(sequence);
                    using var scope = NewDisposeScope();
                    var longest = sequence.batch_sizes.size(0);
                    if (total_length < longest)
                        throw new ArgumentException($"total_length is {total_length}, but the longest sequence has {longest} elements.", nameof(total_length));

                    var (padded, lengths) = CallTwo("_pad_packed_sequence", sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? longest);
                    if (sequence.unsorted_indices is { } order)
                        (padded, lengths) = (padded.index_select(batch_first ? 0 : 1, order), lengths.index_select(0, order.cpu()));
                    return (padded.MoveToOuterDisposeScope(), lengths.MoveToOuterDisposeScope());
                }

                private static PackedSequence Pack(Tensor input, Tensor lengths, bool batchFirst, Tensor? order, Tensor? back)
                {
                    var (data, batchSizes) = CallTwo("_pack_padded_sequence", input, lengths, batchFirst);
                    return new PackedSequence(data, batchSizes, order, back).MoveToOuterDisposeScope();
                }

                /// <summary>The elements of all sequences, step by step, longest sequence first.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices, Tensor? unsortedIndices)
                    {
                        this.data = data;
                        batch_sizes = batchSizes;
                        sorted_indices = sortedIndices;
                        unsorted_indices = unsortedIndices;
                    }

                    /// <summary>Elements [sum of lengths, ..].</summary>
                    public Tensor data { get; }

                    /// <summary>How many sequences have a step [longest], on the CPU.</summary>
                    public Tensor batch_sizes { get; }

                    /// <summary>Sequence that stands at each place, or null where they were sorted before.</summary>
                    public Tensor? sorted_indices { get; }

                    /// <summary>Place of each sequence, or null.</summary>
                    public Tensor? unsorted_indices { get; }

                    /// <summary>Other elements in the same order: what a recurrent network made of these.</summary>
                    internal PackedSequence With(Tensor elements) =>
                        new(elements, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                    internal PackedSequence MoveToOuterDisposeScope()
                    {
                        foreach (var tensor in new[] { data, batch_sizes, sorted_indices, unsorted_indices })
                            tensor?.MoveToOuterDisposeScope();
                        return this;
                    }

                    public void Dispose()
                    {
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices?.Dispose();
                        unsorted_indices?.Dispose();
                    }
                }
            }
        }
    }
}
