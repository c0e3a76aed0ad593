namespace Seq2SeqService.Inference.Texts;

/// <summary>An output in which the words that stood for something are exchanged again.</summary>
/// <param name="Text">The output.</param>
/// <param name="Found">How often each mask's word was there.</param>
/// <param name="Places">From the model's output to <paramref name="Text"/>.</param>
internal sealed record RestoredText(string Text, IReadOnlyList<int> Found, PlaceMap Places);
