using Seq2SeqService.Api.Detection;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Translation;

/// <summary>What every dialect makes its answer of.</summary>
internal sealed record AnsweredRequest
{
    /// <summary>The translations, in the order of the request's texts.</summary>
    public required IReadOnlyList<TranslatedText> Texts { get; init; }

    /// <summary>The language that each text was translated from, where the request left that open; else null.</summary>
    public IReadOnlyList<TextLanguage>? Detected { get; init; }

    /// <summary>The model that answered the first text that needed one; null where all texts were in the language wanted.</summary>
    public ModelId? Model { get; init; }

    public TimeSpan QueueTime { get; init; }

    public TimeSpan DecodeTime { get; init; }
}
