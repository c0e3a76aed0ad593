namespace Seq2SeqService.Api.LibreTranslate;

/// <summary>What LibreTranslate's clients ask before they begin.</summary>
internal sealed record FrontendSettings
{
    /// <summary>Longest text in characters.</summary>
    /// <example>5000</example>
    public required int CharLimit { get; init; }

    /// <summary>Milliseconds that a page should wait after a keystroke.</summary>
    /// <example>500</example>
    public required int FrontendTimeout { get; init; }

    /// <summary>Whether there are keys here.</summary>
    /// <example>false</example>
    public required bool ApiKeys { get; init; }

    /// <summary>Whether a key must be sent.</summary>
    /// <example>false</example>
    public required bool KeyRequired { get; init; }

    /// <summary>Whether better translations may be sent to `POST /suggest`: never here.</summary>
    /// <example>false</example>
    public required bool Suggestions { get; init; }

    /// <summary>Whether `POST /translate_file` translates files.</summary>
    /// <example>true</example>
    public required bool FilesTranslation { get; init; }

    /// <summary>Endings of the files that it takes.</summary>
    /// <example>[".txt"]</example>
    public required IReadOnlyList<string> SupportedFilesFormat { get; init; }

    /// <summary>What a page should show first.</summary>
    public required FirstLanguages Language { get; init; }
}

/// <summary>The languages that a page should show first.</summary>
internal sealed record FirstLanguages
{
    /// <summary>The source.</summary>
    public required NamedLanguage Source { get; init; }

    /// <summary>The target.</summary>
    public required NamedLanguage Target { get; init; }
}

/// <summary>A language by code and name.</summary>
internal sealed record NamedLanguage
{
    /// <summary>Its code, or `auto`.</summary>
    /// <example>auto</example>
    public required string Code { get; init; }

    /// <summary>Its English name.</summary>
    /// <example>Auto Detect</example>
    public required string Name { get; init; }
}
