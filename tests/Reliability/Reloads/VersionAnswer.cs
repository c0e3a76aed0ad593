namespace Seq2SeqService.Reliability.Reloads;

/// <summary>A translation and the version that says it made it.</summary>
internal sealed record VersionAnswer(int Version, string Text);
