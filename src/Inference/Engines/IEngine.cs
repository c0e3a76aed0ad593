namespace Seq2SeqService.Inference.Engines;

/// <summary>
/// A network on some device, loaded and ready: the border between decoding and computing. One thread at a time may call it.
/// </summary>
public interface IEngine : IDisposable
{
    /// <summary>Device and precision, for example <c>cpu-fp32</c> or <c>torch-cpu</c>.</summary>
    string Name { get; }

    /// <summary>Longest source and longest target, in tokens.</summary>
    int MaxPositions { get; }

    /// <summary>Whether steps can give the weights of the source's tokens (<see cref="StepOutput.Attention"/>).</summary>
    bool HasAttention { get; }

    /// <summary>Whether steps can give the weights of single heads (<see cref="StepOutput.Alignment"/>).</summary>
    bool HasAlignmentHeads => false;

    /// <summary>
    /// A sentence's output and scores are the same to the last bit alone, among any others, joined at any step and with any number of threads.
    /// </summary>
    bool IsBatchInvariant => false;

    /// <summary>Rows are padded to the longest source that is being decoded, so that this is what each of them costs.</summary>
    bool PadsSources => false;

    /// <summary>Rows with which a step gives as many tokens a second as with any more, or nearly so: the most that are decoded together where no setting says.</summary>
    int EnoughRows => 128;

    /// <summary>
    /// Encodes sources (each ends with the end-of-sentence token; lengths differ freely) and returns one decoding row for each, in order.
    /// A row's results do not depend on the rows beside it.
    /// </summary>
    IDecodingState Encode(IReadOnlyList<int[]> sources);

    /// <summary>Another engine over the same weights, for a thread of its own; null where the engine cannot share them. Each is disposed by itself.</summary>
    IEngine? Replicate() => null;
}

/// <summary>
/// Rows in the middle of being decoded: encoder outputs, caches, positions. Belongs to the engine that made it. It is disposed once and not
/// touched behind that: the engine may use it again for the next sources.
/// </summary>
public interface IDecodingState : IDisposable
{
    /// <summary>Rows, N. The target position of each row is its own.</summary>
    int Rows { get; }

    /// <summary>
    /// Feeds one token to every row (at the first step the decoder's start token) and finds the most probable next tokens.
    /// Only the best leave the engine, never a row of the vocabulary.
    /// </summary>
    void Step(StepInput input, StepOutput output);

    /// <summary>New row i is old row <paramref name="rows"/>[i]: reorders, duplicates (a beam opens) and drops (a row is finished) in one go.</summary>
    void Select(ReadOnlySpan<int> rows);

    /// <summary>Takes over the rows of <paramref name="other"/>, a state of the same engine, behind its own; <paramref name="other"/> is empty afterwards.</summary>
    void Append(IDecodingState other);
}
