namespace Seq2SeqService.Inference;

/// <summary>Something about a sentence's translation that a guard found wrong; the sentence was decoded once more because of it.</summary>
/// <param name="Code">What: <c>repetition</c>, <c>numberLost</c>, <c>placeholderLost</c>, <c>termLost</c>, <c>tooLong</c> or <c>tooShort</c>.</param>
/// <param name="Message">The same for people, with what was lost.</param>
/// <param name="Mended">Whether the translation that is answered is without this fault.</param>
public sealed record SentenceWarning(string Code, string Message, bool Mended);
