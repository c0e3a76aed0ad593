using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Output;

namespace Seq2SeqService.Inference.Engines.Cpu.States;

/// <summary>
/// What the decoder reads of one encoded sentence. Rows that were duplicated from one another share it; the last one to leave
/// hands the buffer back.
/// </summary>
internal sealed class SourceMemory(BufferShelf shelf, int floats, int positions)
{
    private FloatBuffer? _buffer = shelf.Rent(floats);
    private int _holders = 1;

    /// <summary>Source tokens, S.</summary>
    public int Positions => positions;

    /// <summary>The output layer's weights of the tokens that the sentence can call for; null where it scores all.</summary>
    public SentenceVocabulary? Vocabulary { get; set; }

    public unsafe float* Start => _buffer!.Start;

    public SourceMemory Share()
    {
        _holders++;
        return this;
    }

    public void Release()
    {
        if (--_holders > 0 || _buffer is null)
            return;

        shelf.Return(_buffer);
        Vocabulary?.Return(shelf);
        (_buffer, Vocabulary) = (null, null);
    }
}
