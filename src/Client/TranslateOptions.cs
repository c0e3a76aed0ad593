namespace Seq2SeqService.Client;

/// <summary>How to translate. What is left out takes the model's own setting; the service checks the ranges.</summary>
public sealed record TranslateOptions
{
    /// <summary>What the texts are; plain text by default.</summary>
    public TextFormat? Format { get; init; }

    /// <summary>Further translations wanted for each text; with <see cref="BeamSize"/> fewer than that.</summary>
    public int? Alternatives { get; init; }

    /// <summary>Hypotheses kept side by side, 1 to 16; 1 is greedy search, the fastest.</summary>
    public int? BeamSize { get; init; }

    /// <summary>Exponent of the length normalisation, 0 to 5; more favours longer output.</summary>
    public double? LengthPenalty { get; init; }

    /// <summary>Longest output of one sentence in tokens.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Shortest output of one sentence in tokens.</summary>
    public int? MinLength { get; init; }

    /// <summary>No sequence of this many tokens appears twice in one sentence; 0 is off.</summary>
    public int? NoRepeatNgram { get; init; }

    /// <summary>Above 0 draws each token at random, without a beam.</summary>
    public double? Temperature { get; init; }

    /// <summary>Sampling draws from this many most probable tokens.</summary>
    public int? TopK { get; init; }

    /// <summary>Sampling draws from the smallest set of tokens that together have this probability.</summary>
    public double? TopP { get; init; }

    /// <summary>Seed of the sampling: the same seed draws the same output.</summary>
    public int? Seed { get; init; }

    /// <summary>Beginning of every translation; the model goes on from there.</summary>
    public string? Prefix { get; init; }

    /// <summary>Terms with the translation that they are to have; one that is its own stays as it is.</summary>
    public IReadOnlyDictionary<string, string>? Glossary { get; init; }

    /// <summary>Id of a glossary that the service keeps; the source must be named then. Where <see cref="Glossary"/> has the same term, that one counts.</summary>
    public string? GlossaryId { get; init; }

    /// <summary>False takes what the model says, right or wrong: no sentence is decoded once more but for terms.</summary>
    public bool? Guards { get; init; }

    /// <summary>Asks for <see cref="Translation.Score"/> and <see cref="Translation.Tokens"/>.</summary>
    public bool Scores { get; init; }

    /// <summary>Asks for <see cref="TranslatedSentence.Attention"/>.</summary>
    public bool Attention { get; init; }

    /// <summary>Asks for <see cref="TranslatedSentence.Alignment"/>.</summary>
    public bool Alignment { get; init; }

    /// <summary>Asks for <see cref="TranslatedSentence.Confidence"/> and <see cref="TranslatedSentence.Words"/>.</summary>
    public bool Confidence { get; init; }

    /// <summary>Milliseconds after which the answer is of no use any more. What cannot be done in that time is refused at once.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary><c>interactive</c> goes before <c>bulk</c>; by default many texts at once are bulk.</summary>
    public string? Priority { get; init; }

    /// <summary>Name of the model; by default the languages choose one.</summary>
    public string? Model { get; init; }
}
