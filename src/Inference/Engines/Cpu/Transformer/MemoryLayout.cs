using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>
/// Where a sentence's encoder keys and values lie in its <see cref="SourceMemory"/>: for each decoder layer, for each head,
/// keys [K, padded S] and then values [S, K].
/// </summary>
internal readonly unsafe struct MemoryLayout(StackShape decoder)
{
    public int Heads => decoder.Heads;

    public int Floats(int positions, int layers) => checked(layers * decoder.Heads * HeadFloats(positions));

    /// <summary>One head; the next ones follow it as queries of a group do.</summary>
    public HeadMemory Head(SourceMemory source, int layer, int head)
    {
        var padded = HeadMemory.Padded(source.Positions);
        var start = source.Start + ((nint)((layer * decoder.Heads) + head) * HeadFloats(source.Positions));
        var values = start + ((nint)padded * decoder.HeadWidth);
        return new HeadMemory(new Rows(start, padded), new Rows(values, decoder.HeadWidth), source.Positions, HeadFloats(source.Positions));
    }

    /// <summary>Copies one head from rows [S, keys D | values D].</summary>
    public void Fill(SourceMemory source, int layer, int head, Rows keysValues)
    {
        var memory = Head(source, layer, head);
        var keys = keysValues.Skip(head * decoder.HeadWidth);
        HeadKeys.Transpose(keys, source.Positions, decoder.HeadWidth, memory.Keys);

        var values = keys.Skip(decoder.Width);
        for (var s = 0; s < source.Positions; s++)
            new ReadOnlySpan<float>(values[s], decoder.HeadWidth).CopyTo(new Span<float>(memory.Values[s], decoder.HeadWidth));
    }

    private int HeadFloats(int positions) => checked(decoder.HeadWidth * (HeadMemory.Padded(positions) + positions));
}
