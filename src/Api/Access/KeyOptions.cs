namespace Seq2SeqService.Api.Access;

/// <summary>Whether callers need keys (section <c>Api:Keys</c>).</summary>
internal sealed record KeyOptions
{
    public const string Section = "Api:Keys";

    /// <summary>The file of keys, which <c>keys create</c> makes; read again when it changes. Empty (default): no caller needs a key.</summary>
    public string File { get; init; } = "";

    /// <summary>Whether <c>/swagger</c> needs a key as well; false by default, for browsers cannot send one there.</summary>
    public bool Swagger { get; init; }

    /// <summary>The file's whole path; null where no keys are wanted.</summary>
    public string? PathFrom(string contentRoot) => string.IsNullOrWhiteSpace(File) ? null : Path.GetFullPath(File, contentRoot);
}
