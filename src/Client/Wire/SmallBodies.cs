namespace Seq2SeqService.Client.Wire;

/// <summary>The body of <c>POST /detect</c>.</summary>
internal sealed record DetectRequest(string Q);

/// <summary>The answer of <c>POST /translate_file</c>.</summary>
internal sealed record TranslatedFile
{
    public required string TranslatedFileUrl { get; init; }
}

/// <summary>The answer of a health check.</summary>
internal sealed record HealthAnswer
{
    public required string Status { get; init; }
}

/// <summary>An event <c>partial</c> of a stream.</summary>
internal sealed record PartialText
{
    public required int Index { get; init; }

    public required string TranslatedText { get; init; }
}

/// <summary>The answer of <c>GET /glossaries</c>.</summary>
internal sealed record GlossaryList
{
    public required IReadOnlyList<Glossary> Glossaries { get; init; }
}
