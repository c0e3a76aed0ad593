using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Api.Translation;

/// <summary>How to translate. The ranges are checked as they are documented.</summary>
internal sealed record TranslateOptions
{
    public const string Interactive = "interactive";
    public const string Bulk = "bulk";

    /// <summary>Milliseconds.</summary>
    public const int LongestDeadline = 3_600_000;

    /// <summary>Hypotheses kept side by side; 1 is greedy search, the fastest.</summary>
    /// <example>4</example>
    [Range(1, 16)]
    public int? BeamSize { get; init; }

    /// <summary>Exponent of the length normalisation, score = Σ log p / length^α: 0 is none, more favours longer output.</summary>
    /// <example>1.0</example>
    [Range(0.0, 5.0)]
    public double? LengthPenalty { get; init; }

    /// <summary>Longest output of one sentence, in tokens.</summary>
    /// <example>200</example>
    [Range(1, 1024)]
    public int? MaxLength { get; init; }

    /// <summary>Shortest output of one sentence, in tokens.</summary>
    /// <example>1</example>
    [Range(0, 1024)]
    public int? MinLength { get; init; }

    /// <summary>No sequence of this many tokens appears twice in one sentence; 0 is off.</summary>
    /// <example>4</example>
    [Range(0, 32)]
    public int? NoRepeatNgram { get; init; }

    /// <summary>Above 0 draws each token at random from p^(1/temperature), without a beam; 0 takes the most probable.</summary>
    /// <example>0</example>
    [Range(0.0, 10.0)]
    public double? Temperature { get; init; }

    /// <summary>Sampling draws from this many most probable tokens.</summary>
    /// <example>50</example>
    [Range(1, 1000)]
    public int? TopK { get; init; }

    /// <summary>Sampling draws from the smallest set of tokens that together have this probability.</summary>
    /// <example>1.0</example>
    [Range(0.01, 1.0)]
    public double? TopP { get; init; }

    /// <summary>Seed of the sampling: the same seed draws the same output. Without it every request draws anew.</summary>
    /// <example>42</example>
    public int? Seed { get; init; }

    /// <summary>Beginning of every translation, in the target language; the model goes on from there.</summary>
    /// <example>Wie</example>
    public string? Prefix { get; init; }

    /// <summary>Words, or several, with the translation that they are to have, in just this form; at most 500. A word that is its own translation is not translated.</summary>
    /// <example>{"station": "Bahnhof", "Acme Cloud": "Acme Cloud"}</example>
    public IReadOnlyDictionary<string, string>? Glossary { get; init; }

    /// <summary>A glossary that is kept: the `id` that `POST /glossaries` answered. Its direction must be the request's, whose `source` must be named. Where `glossary` has the same term, that one counts.</summary>
    /// <example>8f1c7e0a-4f6b-4a7e-9d53-2f0f4a4f1b11</example>
    public string? GlossaryId { get; init; }

    /// <summary>`false` answers what the model says, right or wrong: no sentence is decoded once more, but for terms of a glossary, and there are no other warnings. `true` by default.</summary>
    /// <example>true</example>
    public bool? Guards { get; init; }

    /// <summary>Adds `results` to the answer: each text with its score and its number of tokens.</summary>
    /// <example>true</example>
    public bool? Scores { get; init; }

    /// <summary>Adds `results` to the answer: for each text its sentences as pieces, and how much each target piece attended to each source piece. Refused where the model has no attention, or with 413 where the texts could take more than 1000000 weights.</summary>
    /// <example>true</example>
    public bool? Attention { get; init; }

    /// <summary>Adds `results` to the answer: for each text its sentences with the words that stand for each other, by their characters. Refused where the model has no attention.</summary>
    /// <example>true</example>
    public bool? Alignment { get; init; }

    /// <summary>Adds `results` to the answer: for each text its sentences and their words with the chance that they are right, measured on held-out text.</summary>
    /// <example>true</example>
    public bool? Confidence { get; init; }

    /// <summary>Milliseconds after which the answer is of no use any more, from the time that the request has been read; a header `X-Deadline-Ms` says the same. What cannot be done in that time is refused at once with 503. By default, and at most, the service's own limit.</summary>
    /// <example>5000</example>
    [Range(1, LongestDeadline)]
    public int? DeadlineMs { get; init; }

    /// <summary>Who waits: `interactive` goes first, `bulk` takes what is left and a set share in any case. By default bulk for documents and for many texts at once.</summary>
    /// <example>interactive</example>
    public string? Priority { get; init; }

    /// <summary>Name of the model, one that `GET /models` lists; by default the pair of languages chooses. A model without languages is asked for by its name alone.</summary>
    /// <example>en-de</example>
    public string? Model { get; init; }
}
