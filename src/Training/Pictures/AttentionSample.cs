namespace Seq2SeqService.Training.Pictures;

/// <summary>What a model looked at while it translated one sentence.</summary>
/// <param name="Weights">A row for each target piece, a column for each source piece.</param>
internal sealed record AttentionSample(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Weights)
{
    /// <summary>The picture as an SVG file's text.</summary>
    public string Draw() => new AttentionPicture(Source, Target, Weights).Draw();
}
