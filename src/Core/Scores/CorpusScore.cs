using System.Globalization;

namespace Seq2SeqService.Core.Scores;

/// <summary>A score over a whole test set.</summary>
/// <param name="Name">Name of the measure, such as <c>BLEU</c> or <c>chrF2++</c>.</param>
/// <param name="Value">0 to 100; an error rate can be more.</param>
/// <param name="Signature">How it was counted, in sacreBLEU's notation: equal signatures make figures comparable.</param>
/// <param name="Details">The parts of the score, as sacreBLEU prints them behind it; empty where there are none.</param>
public sealed record CorpusScore(string Name, double Value, string Signature, string Details = "")
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value:F2} {Details}").TrimEnd();
}
