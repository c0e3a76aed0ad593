namespace Seq2SeqService.Client.Wire;

/// <summary>The body of <c>POST /translate</c>. Texts are always sent as an array, so that the answer has one shape.</summary>
internal sealed record TranslateRequest
{
    public required IReadOnlyList<string> Q { get; init; }

    public string? Source { get; init; }

    public string? Target { get; init; }

    public string? Format { get; init; }

    public int? Alternatives { get; init; }

    public RequestOptions? Options { get; init; }

    public static TranslateRequest Of(IReadOnlyList<string> texts, string? source, string? target, TranslateOptions? options) => new()
    {
        Q = texts,
        Source = source,
        Target = target,
        Format = options?.Format switch { null => null, TextFormat.Html => "html", _ => "text" },
        Alternatives = options?.Alternatives,
        Options = options is null ? null : RequestOptions.Of(options),
    };
}

/// <summary>The member <c>options</c> of a request.</summary>
internal sealed record RequestOptions
{
    public int? BeamSize { get; init; }

    public double? LengthPenalty { get; init; }

    public int? MaxLength { get; init; }

    public int? MinLength { get; init; }

    public int? NoRepeatNgram { get; init; }

    public double? Temperature { get; init; }

    public int? TopK { get; init; }

    public double? TopP { get; init; }

    public int? Seed { get; init; }

    public string? Prefix { get; init; }

    public IReadOnlyDictionary<string, string>? Glossary { get; init; }

    public string? GlossaryId { get; init; }

    public bool? Guards { get; init; }

    public bool? Scores { get; init; }

    public bool? Attention { get; init; }

    public bool? Alignment { get; init; }

    public bool? Confidence { get; init; }

    public int? DeadlineMs { get; init; }

    public string? Priority { get; init; }

    public string? Model { get; init; }

    public static RequestOptions Of(TranslateOptions options) => new()
    {
        BeamSize = options.BeamSize,
        LengthPenalty = options.LengthPenalty,
        MaxLength = options.MaxLength,
        MinLength = options.MinLength,
        NoRepeatNgram = options.NoRepeatNgram,
        Temperature = options.Temperature,
        TopK = options.TopK,
        TopP = options.TopP,
        Seed = options.Seed,
        Prefix = options.Prefix,
        Glossary = options.Glossary,
        GlossaryId = options.GlossaryId,
        Guards = options.Guards,
        Scores = Asked(options.Scores),
        Attention = Asked(options.Attention),
        Alignment = Asked(options.Alignment),
        Confidence = Asked(options.Confidence),
        DeadlineMs = options.DeadlineMs,
        Priority = options.Priority,
        Model = options.Model,
    };

    private static bool? Asked(bool wanted) => wanted ? true : null;
}
