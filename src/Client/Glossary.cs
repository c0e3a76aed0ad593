namespace Seq2SeqService.Client;

/// <summary>A glossary that the service keeps.</summary>
public sealed record Glossary
{
    /// <summary>Its id; <see cref="TranslateOptions.GlossaryId"/> takes it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Language of the terms.</summary>
    public required string Source { get; init; }

    /// <summary>Language of their translations.</summary>
    public required string Target { get; init; }

    /// <summary>How many terms it has.</summary>
    public required int EntryCount { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The terms with their translations; null in lists.</summary>
    public IReadOnlyDictionary<string, string>? Entries { get; init; }
}

/// <summary>A glossary to keep.</summary>
public sealed record NewGlossary
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Language of the terms.</summary>
    public required string Source { get; init; }

    /// <summary>Language of their translations.</summary>
    public required string Target { get; init; }

    /// <summary>Terms with the translation that they are to have.</summary>
    public required IReadOnlyDictionary<string, string> Entries { get; init; }
}
