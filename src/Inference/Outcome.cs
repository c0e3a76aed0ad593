namespace Seq2SeqService.Inference;

/// <summary>
/// An answer, or why there is none for want of time or room. Under load most requests are refused, and to throw a refusal through every asynchronous method on its way
/// would cost more than all else about it.
/// </summary>
public sealed class Outcome<T>
    where T : class
{
    private Outcome(T? answer, TranslationException? refusal) => (Answer, Refusal) = (answer, refusal);

    /// <summary>Null where it was refused.</summary>
    public T? Answer { get; }

    /// <summary>Null where it was answered.</summary>
    public TranslationException? Refusal { get; }

    public static implicit operator Outcome<T>(T answer) => new(answer, refusal: null);

    public static implicit operator Outcome<T>(TranslationException refusal) => new(answer: null, refusal);

    /// <summary>The answer, for those who have no better use of a refusal than to throw it.</summary>
    public T OrThrow() => Answer ?? throw Refusal!;
}
