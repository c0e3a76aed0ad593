namespace Seq2SeqService.Core.Documents.Inline;

/// <summary>
/// How many codes and words may stand beside each other in one text, and how deep in each other. Putting codes around the words of a translation takes the
/// square of their number, and those that are nested take the stack.
/// </summary>
internal static class InlineLimit
{
    public const int MaxParts = 1000;

    /// <summary>As deep as markup is read.</summary>
    public const int MaxDepth = 400;

    public static void Check(int parts)
    {
        if (parts > MaxParts)
            throw new DocumentException($"The document has a text that is cut into {parts} pieces by its codes; at most {MaxParts} are accepted.") { IsTooLarge = true };
    }

    public static void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
            throw new DocumentException($"The document has a text whose codes are nested more than {MaxDepth} deep.") { IsTooLarge = true };
    }
}
