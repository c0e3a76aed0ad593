namespace Seq2SeqService.Reliability.Reloads;

/// <summary>One way to spoil a checkpoint.</summary>
/// <param name="Kind">For the table.</param>
/// <param name="IsCertain">Every service must refuse it. What may be harmless, such as a bit of the model card, may serve as well as before.</param>
/// <param name="Spoil">Does it to the checkpoint in a directory.</param>
internal sealed record Damage(string Kind, bool IsCertain, Action<string, Random> Spoil);
