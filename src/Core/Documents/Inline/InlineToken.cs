namespace Seq2SeqService.Core.Documents.Inline;

/// <summary>A part of a text with codes in it.</summary>
/// <param name="Value">The words, or the code as the file has it.</param>
/// <param name="Key">Of an opening or closing code: what it must have in common with its partner.</param>
internal sealed record InlineToken(InlineKind Kind, string Value, string Key = "")
{
    /// <summary>Without a partner it is no code but a part of the words: a lone asterisk.</summary>
    public bool NeedsPartner { get; init; }

    public static InlineToken Words(string text) => new(InlineKind.Words, text);

    public static InlineToken Single(string code) => new(InlineKind.Single, code);
}

/// <summary>What a part of a text is.</summary>
internal enum InlineKind
{
    /// <summary>To be translated.</summary>
    Words,

    /// <summary>A code that stands for itself.</summary>
    Single,

    /// <summary>The beginning of a pair around words.</summary>
    Open,

    /// <summary>The end of a pair.</summary>
    Close,

    /// <summary>The end of a pair where one of its key is open, else the beginning of one: the asterisks of Markdown.</summary>
    Toggle,
}
