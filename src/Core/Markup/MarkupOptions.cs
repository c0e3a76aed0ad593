namespace Seq2SeqService.Core.Markup;

/// <summary>What a text with tags is written in.</summary>
public enum MarkupKind
{
    /// <summary>HTML as browsers read it: a page, or a part of one.</summary>
    Html,

    /// <summary>XML: a document, or a part of one with any number of roots; no document type.</summary>
    Xml,
}

/// <summary>How tags are treated. Names of HTML are compared without regard to case.</summary>
public sealed record MarkupOptions
{
    public MarkupKind Kind { get; init; }

    /// <summary>Elements that stay as they are, with all that is in them.</summary>
    public IReadOnlyCollection<string> IgnoreTags { get; init; } = [];

    /// <summary>Elements that end the sentence before them and begin a new one; for HTML besides those that browsers show as blocks.</summary>
    public IReadOnlyCollection<string> SplittingTags { get; init; } = [];

    /// <summary>Elements that are a part of the sentence around them.</summary>
    public IReadOnlyCollection<string> NonSplittingTags { get; init; } = [];

    /// <summary>XML alone: elements that stand among elements, without words beside them, split (default); without it only <see cref="SplittingTags"/> do.</summary>
    public bool DetectsOutline { get; init; } = true;

    internal StringComparer Names => Kind == MarkupKind.Html ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
}
