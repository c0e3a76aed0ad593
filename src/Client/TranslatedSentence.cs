namespace Seq2SeqService.Client;

/// <summary>A sentence of a text, its translation, and what was asked or is to be said about it.</summary>
public sealed record TranslatedSentence
{
    /// <summary>The sentence; null where a sentence was translated in parts and this is not the first of them.</summary>
    public string? Text { get; init; }

    /// <summary>Its translation.</summary>
    public string? TranslatedText { get; init; }

    /// <summary>What was found wrong with the translation; the sentence was decoded once more because of it.</summary>
    public IReadOnlyList<TranslationWarning> Warnings { get; init; } = [];

    /// <summary>With <see cref="TranslateOptions.Attention"/>: the source as the model read it.</summary>
    public IReadOnlyList<string> Source { get; init; } = [];

    /// <summary>With <see cref="TranslateOptions.Attention"/>: the translation as the model wrote it.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>With <see cref="TranslateOptions.Attention"/>: a row for each target piece, and in it a weight for each source piece.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Attention { get; init; } = [];

    /// <summary>With <see cref="TranslateOptions.Alignment"/>: pairs <c>first:last-first:last</c> of characters, of the text and of its translation.</summary>
    public string? Alignment { get; init; }

    /// <summary>With <see cref="TranslateOptions.Confidence"/>: the chance that the sentence is close to a human translation, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>With <see cref="TranslateOptions.Confidence"/>: the words of the translation.</summary>
    public IReadOnlyList<TranslatedWord> Words { get; init; } = [];
}

/// <summary>A word of a translation, or a sign that stands by itself.</summary>
public sealed record TranslatedWord
{
    /// <summary>The word.</summary>
    public required string Text { get; init; }

    /// <summary>Its first character in the translated text.</summary>
    public required int Start { get; init; }

    /// <summary>Its last character.</summary>
    public required int End { get; init; }

    /// <summary>The chance that a human translation has this word too, 0 to 1.</summary>
    public required double Confidence { get; init; }
}

/// <summary>Something that was found wrong with a sentence's translation.</summary>
public sealed record TranslationWarning
{
    /// <summary><c>repetition</c>, <c>numberLost</c>, <c>termLost</c>, <c>placeholderLost</c>, <c>tooLong</c> or <c>tooShort</c>; a newer service may know others.</summary>
    public required string Code { get; init; }

    /// <summary>The same for people.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the translation that came is without this fault.</summary>
    public required bool Mended { get; init; }
}
