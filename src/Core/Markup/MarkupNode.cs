namespace Seq2SeqService.Core.Markup;

/// <summary>A part of a marked-up text, whatever it was read from. The parts, written one behind the other, are the text.</summary>
internal abstract class MarkupNode
{
    /// <summary>It ends the sentence before it, and no sentence goes on behind it.</summary>
    public bool Splits { get; set; }
}

/// <summary>Words, with character references resolved.</summary>
internal sealed class MarkupText(string text) : MarkupNode
{
    public string Text => text;

    /// <summary>White space has a meaning, as in <c>pre</c>.</summary>
    public bool KeepsSpace { get; init; }
}

/// <summary>What stays as it is: a comment, a script, an element that is not to be translated.</summary>
internal sealed class MarkupVerbatim(string markup) : MarkupNode
{
    public string Markup => markup;

    /// <summary>The words in it, for the sentence around them to be understood; empty where there are none.</summary>
    public string Text { get; init; } = "";
}

/// <summary>A pair of tags with what is between them; either may be empty, and both are where the author left them out.</summary>
internal sealed class MarkupElement(string open, string close) : MarkupNode
{
    public string Open => open;

    public string Close => close;

    public List<MarkupNode> Children { get; } = [];
}
