namespace Seq2SeqService.Api.Glossaries;

/// <summary>What a term of any glossary may be, sent with a request or kept.</summary>
internal static class TermRule
{
    public const int LongestTerm = 200;   // characters

    public static string Demand { get; } = $"must be 1 to {LongestTerm} characters in one line, without white space around it";

    public static bool IsTerm(string? term) =>
        term is { Length: > 0 and <= LongestTerm } && term == term.Trim() && !term.Any(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029');
}
