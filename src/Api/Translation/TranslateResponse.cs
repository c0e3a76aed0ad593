using Seq2SeqService.Api.Detection;

namespace Seq2SeqService.Api.Translation;

/// <summary>The translation: LibreTranslate's answer, and which model gave it in what time.</summary>
internal sealed record TranslateResponse
{
    /// <summary>The translation of `q`: a string for a string, an array in the same order for an array.</summary>
    /// <example>Wie geht es Ihnen heute?</example>
    public required TextOrTexts TranslatedText { get; init; }

    /// <summary>Only when `source` was `auto`: the language that the text was translated from; for an array one for each text.</summary>
    /// <example>{"confidence": 98, "language": "en"}</example>
    public DetectedLanguages? DetectedLanguage { get; init; }

    /// <summary>Only when `alternatives` was above 0: further translations, best first; for an array one such array for each text.</summary>
    /// <example>["Wie geht es dir heute?"]</example>
    public AlternativeTexts? Alternatives { get; init; }

    /// <summary>Only when `options.scores`, `attention`, `alignment` or `confidence` was true, or a sentence has warnings: one entry for each text.</summary>
    public IReadOnlyList<TextResult>? Results { get; init; }

    /// <summary>The model that answered, all texts by the same version; with the source `auto` the one that answered the first text. Absent where all texts were in the language wanted already.</summary>
    public AnsweringModel? Model { get; init; }

    /// <summary>Where the time went.</summary>
    public required Timings Timings { get; init; }
}

/// <summary>One text's translation with what was asked about it.</summary>
internal sealed record TextResult
{
    /// <summary>The translation.</summary>
    /// <example>Wie geht es Ihnen heute?</example>
    public required string Text { get; init; }

    /// <summary>Only with `options.scores`: mean over the sentences of the length-normalised log-probability: 0 is certain, lower is less so.</summary>
    /// <example>-0.3127</example>
    public double? Score { get; init; }

    /// <summary>Only with `options.scores`: target tokens that the model produced.</summary>
    /// <example>7</example>
    public int? Tokens { get; init; }

    /// <summary>Only with `options.attention`, `alignment` or `confidence`, or where there are warnings: the sentences of the text, in their order; none where nothing was translated.</summary>
    public IReadOnlyList<SentenceResult>? Sentences { get; init; }
}

/// <summary>Name and version of a published model.</summary>
internal sealed record AnsweringModel
{
    /// <summary>Name of the model.</summary>
    /// <example>en-de</example>
    public required string Name { get; init; }

    /// <summary>Version of the model.</summary>
    /// <example>1</example>
    public required string Version { get; init; }
}

/// <summary>Where the time of a request went, in milliseconds.</summary>
internal sealed record Timings
{
    /// <summary>Longest time that a sentence waited for the engine.</summary>
    /// <example>0.4</example>
    public required double Queue { get; init; }

    /// <summary>From the first sentence's start on the engine to the last one's end.</summary>
    /// <example>38.2</example>
    public required double Decode { get; init; }

    /// <summary>From the read request to the answer.</summary>
    /// <example>39.1</example>
    public required double Total { get; init; }
}
