namespace Seq2SeqService.Client;

/// <summary>A language that can be translated from.</summary>
public sealed record ServedLanguage
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its English name.</summary>
    public required string Name { get; init; }

    /// <summary>Codes of the languages that it can be translated to, and its own.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
}
