namespace Seq2SeqService.Core.Scores.Significance;

/// <summary>A system's score with what a test says about it.</summary>
/// <param name="Score">The score; its signature names the test.</param>
/// <param name="Mean">Mean score of the bootstrap's samples.</param>
/// <param name="Interval">Half the width of the 95 % confidence interval.</param>
/// <param name="PValue">How probable a difference as large as that from the first system is by chance, 0 to 1; null for the first.</param>
public sealed record SystemScore(CorpusScore Score, double Mean, double Interval, double? PValue);
