using System.Reflection;

namespace Seq2SeqService.Core.Scores;

/// <summary>
/// Who counted: our own name and version, with the sacreBLEU release whose results we reproduce. A bare number would claim that sacreBLEU
/// itself had run.
/// </summary>
internal static class ScorerVersion
{
    private static readonly Version Ours = Assembly.GetExecutingAssembly().GetName().Version!;

    public static string Text { get; } = $"s2s-{Ours.ToString(2)}(sacrebleu-2.6.0)";
}
