namespace Seq2SeqService.Inference.Engines.Cpu.States;

/// <summary>One row being decoded: its source, and the slots of the tokens it was given so far (in a language model, those of the source first).</summary>
/// <param name="longest">Most tokens that it will be given.</param>
internal sealed class DecodingRow(int longest)
{
    private readonly int[] _slots = new int[longest];

    /// <summary>The source that it translates; null while the row is spare.</summary>
    public SourceMemory? Source { get; set; }

    /// <summary>Tokens given so far, T; the next one's position.</summary>
    public int Length { get; private set; }

    /// <summary>The slot of each token, valid up to <see cref="Length"/>.</summary>
    public int[] Slots => _slots;

    /// <summary>Set while rows are being chosen: this row has already found its new place.</summary>
    public bool IsTaken { get; set; }

    public void Add(int slot) => _slots[Length++] = slot;

    public void Clear()
    {
        Length = 0;
        Source = null;
        IsTaken = false;
    }
}
