namespace Seq2SeqService.Training.Watching.Records;

/// <summary>With what a run was started last.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Metric">What is best.</param>
/// <param name="Recipe">JSON with every value.</param>
/// <param name="Said">What the run said of its data and its network before the first update.</param>
internal sealed record RunStart(string Name, string Metric, string Recipe, IReadOnlyList<string> Said);
