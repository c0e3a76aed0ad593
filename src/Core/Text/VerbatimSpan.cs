namespace Seq2SeqService.Core.Text;

/// <summary>A stretch of a text that must come back character by character.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last.</param>
public readonly record struct VerbatimSpan(int Start, int End)
{
    public int Length => End - Start;

    /// <summary>Whether a cut at <paramref name="place"/> would go through it.</summary>
    public bool Holds(int place) => Start < place && place < End;
}
