namespace Seq2SeqService.Client;

/// <summary>One text's translation, with what was asked about it.</summary>
public sealed record Translation
{
    /// <summary>The translation.</summary>
    public required string Text { get; init; }

    /// <summary>The language that the text was translated from, where that was to be found out.</summary>
    public DetectedLanguage? DetectedLanguage { get; init; }

    /// <summary>Further translations, best first; empty where none were asked for.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>With <see cref="TranslateOptions.Scores"/>: mean log-probability of its sentences, normalised by their length; 0 is certain.</summary>
    public double? Score { get; init; }

    /// <summary>With <see cref="TranslateOptions.Scores"/>: tokens that the model produced.</summary>
    public int? Tokens { get; init; }

    /// <summary>The sentences, where something was asked about them or one of them has warnings; else empty.</summary>
    public IReadOnlyList<TranslatedSentence> Sentences { get; init; } = [];

    /// <summary>The model that answered the request; null where all its texts were in the language wanted already.</summary>
    public AnsweringModel? Model { get; init; }

    /// <summary>Where the time of the whole request went.</summary>
    public Timings? Timings { get; init; }
}

/// <summary>A language that a text may be in.</summary>
public sealed record DetectedLanguage
{
    /// <summary>Its code.</summary>
    public required string Language { get; init; }

    /// <summary>How sure that is, from 0 to 100.</summary>
    public required double Confidence { get; init; }
}

/// <summary>The version of a model that answered.</summary>
public sealed record AnsweringModel
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }
}

/// <summary>Where the time of a request went, in milliseconds.</summary>
public sealed record Timings
{
    /// <summary>Longest time that a sentence waited for the engine.</summary>
    public double Queue { get; init; }

    /// <summary>From the first sentence's start on the engine to the last one's end.</summary>
    public double Decode { get; init; }

    /// <summary>From the read request to the answer.</summary>
    public double Total { get; init; }
}
