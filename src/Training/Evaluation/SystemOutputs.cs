namespace Seq2SeqService.Training.Evaluation;

/// <summary>What one system made of a test set.</summary>
/// <param name="Name">A version's name, or that of the file that held the outputs.</param>
/// <param name="Outputs">A translation for each source.</param>
/// <param name="Speed">How long it took, in words; null where the outputs were ready.</param>
internal sealed record SystemOutputs(string Name, IReadOnlyList<string> Outputs, string? Speed = null);
