namespace Seq2SeqService.Api.Streaming;

/// <summary>The data of an event <c>partial</c>.</summary>
internal sealed record PartialTranslation
{
    /// <summary>Which of the request's texts, from 0.</summary>
    /// <example>0</example>
    public required int Index { get; init; }

    /// <summary>All that is certain of its translation, from the beginning; the next one and the answer begin with it.</summary>
    /// <example>Wie geht es Ihnen heute?</example>
    public required string TranslatedText { get; init; }
}
